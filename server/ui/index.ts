export { actSentence } from './act-words.ts'
export { SceneProvider, T, useScene } from './context.tsx'
export { Choices, Select, Tick } from './choices.tsx'
export { CoverageTable, type Covered } from './coverage-table.tsx'
export { faceOf } from './document.tsx'
export { problemDetail, problemTitle } from './fault-page.tsx'
export { Field, FileField } from './field.tsx'
export { Actions, Button, ButtonLink, Form } from './form.tsx'
export { keptMarkup } from './kept.tsx'
export type { FrameContent } from './layout.tsx'
export {
  Badge,
  Card,
  Cards,
  Copyable,
  DefinitionList,
  Details,
  Empty,
  Notice,
  Time,
  Timeline,
  type Tone,
} from './parts.tsx'
export { renderPiece } from './piece.tsx'
export { Pagination, Table } from './table.tsx'
export { loadWords, type Key, type Values, type Words } from './words.ts'
