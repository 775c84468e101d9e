// How an error crosses a process border.

/** An error as data: the only form in which errors cross a process border. */
export interface ErrorData {
  /** Stable, for programs: `no-such-folder`, `library-too-new`, `model-damaged`, ... */
  code: string;
  /** What happened, what was expected and what came: one or two plain sentences. */
  message: string;
  /** What to do now, or an empty string. */
  hint: string;
}
