// The canonical record: every format is a pair of functions to and from it. What must survive is kept as source
// text (arguments, schemas, extra columns); parsed forms are derived by core/json. Records are plain data: they cross
// postMessage and live in IndexedDB. Names in `extra` that begin with `#` are no columns but facts about how the source
// row was laid out (src/core/formats/README.md): a format uses them to write the row back, everyone else skips them.

export type Role = 'system' | 'user' | 'assistant' | 'tool';
export type Split = 'train' | 'eval';

/** How a row wrote a call's arguments: an object, a JSON string, or a string that holds a JSON string. */
export type ArgumentsEncoding = 'object' | 'string' | 'twice';

/** One tool call. `argumentsText` is the JSON source text of the arguments, whatever its encoding was. */
export interface Call {
  readonly id?: string;
  readonly name: string;
  readonly argumentsText: string;
  readonly encoding: ArgumentsEncoding;
  /** Columns that no field names: name → JSON source text. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Characters [start, end) of a message's content with their weight in the loss. Unit: UTF-16 code units. */
export interface WeightSpan {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

export interface Message {
  readonly role: Role;
  /** `null` and absent are different source rows and both survive. */
  readonly content?: string | null;
  readonly reasoning?: string;
  readonly calls?: readonly Call[];
  /** On a tool message: the id of the call it answers. */
  readonly callId?: string;
  /** On a tool message: the name of the tool. */
  readonly name?: string;
  readonly weight?: number | readonly WeightSpan[];
  /** Columns that no field names: name → JSON source text. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A tool as the model sees it. `parametersText` is the source text of its JSON Schema. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly parametersText: string;
  /** Columns that no field names: name → JSON source text. */
  readonly extra?: Readonly<Record<string, string>>;
}

export interface RecordSource {
  readonly file: string;
  /** 1-based line (JSONL) or 1-based position in the array (JSON). */
  readonly line: number;
  /** Id of the format that read the row, e.g. `chatml`. */
  readonly format: string;
}

export interface DataRecord {
  readonly id: string;
  readonly source: RecordSource;
  readonly tags: readonly string[];
  readonly split: Split;
  readonly tools: readonly ToolSpec[];
  readonly messages: readonly Message[];
  /** Row columns that no field names, and layout facts a format needs to write the row back: name → JSON source text. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A row before it joined a project: no id, no split. Formats read and write these. */
export type NewRecord = Omit<DataRecord, 'id' | 'split' | 'tags'>;
