// The canonical record. Every row format is a pair of functions from and to it. Whatever must survive is kept as source text
// (arguments, schemas, extra columns); core/json derives the parsed forms. Records are plain data: they cross postMessage
// and live in IndexedDB. Names in `extra` that begin with `#` are not columns but layout notes
// (src/core/formats/README.md): a format uses them to write its rows back, everything else skips them.

export type Role = 'system' | 'user' | 'assistant' | 'tool';
export type Split = 'train' | 'eval';

/** How a row writes the arguments of a call: as an object, a JSON string, or a JSON string inside a JSON string. */
type ArgumentsEncoding = 'object' | 'string' | 'twice';

/** One tool call. `argumentsText` is the JSON text of the arguments, whatever their encoding. */
export interface Call {
  readonly id?: string;
  readonly name: string;
  readonly argumentsText: string;
  readonly encoding: ArgumentsEncoding;
  /** Columns and layout notes: name → JSON source text. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Weight in the loss of the characters [start, end) of a message's content, in UTF-16 code units. */
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
  /** Columns and layout notes: name → JSON source text. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A tool as the model sees it. `parametersText` is the source text of its JSON Schema. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly parametersText: string;
  /** Columns and layout notes: name → JSON source text. */
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
  /** Columns and layout notes of the row: name → JSON source text. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A record that is not in a project yet: without id, split and tags. Formats read and write these. */
export type NewRecord = Omit<DataRecord, 'id' | 'split' | 'tags'>;
