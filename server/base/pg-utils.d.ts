declare module 'pg/lib/utils.js' {
  const utils: {
    /** Turns a JavaScript value into what is sent for a parameter. */
    prepareValue(value: unknown): unknown
  }
  export default utils
}
