/** Records of what somebody said, and the receipts that they take along. */
export { receiptRoutes } from './routes.ts'
export { receiptKey } from './signing.ts'
export { largestFile, readKeys, readReceipts, Unreadable, verifyReceipt } from './verify.ts'
