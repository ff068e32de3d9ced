export { T, useScene } from './context.tsx'
export { faceOf, type FaceOptions } from './document.tsx'
export { Actions, Button, ButtonLink, Choices, ErrorSummary, Field, Form, Select, Tick, type Choice } from './form.tsx'
export type { FrameContent, NavigationItem } from './layout.tsx'
export {
  Badge,
  Card,
  Cards,
  Copyable,
  DefinitionList,
  Details,
  Empty,
  Notice,
  Pagination,
  Table,
  Time,
  Timeline,
  type Column,
  type Tone,
} from './parts.tsx'
export { loadWords, type Key, type Values, type Words } from './words.ts'
