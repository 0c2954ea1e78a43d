/** What a server action answers, as the form reads it. `fields` names the inputs that were refused. */
export type ActionResult<Value> =
  | { ok: true; value: Value }
  | { ok: false; error: string; message: string; fields?: Record<string, string> | undefined }

export type Action<Input, Value = unknown> = (input: Input) => Promise<ActionResult<Value>>
