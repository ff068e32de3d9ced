export { columnsOf, usualColumns, type Columns, type Heading } from './headings.ts'
export { dayFrom, mostLines, readSheet, writeSheet, type Line, type Unreadable } from './sheet.ts'
