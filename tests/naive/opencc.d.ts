declare module 'opencc-js/dict/TSCharacters' {
  /** `from to [to …]|from to …` */
  const entries: string
  export default entries
}
