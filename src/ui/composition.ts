interface MaybeComposing {
  readonly isComposing?: boolean;
  readonly keyCode: number;
}

/** keyCode of keys that an input method has taken, where `isComposing` is already false (Safari's last Enter). */
const TAKEN_BY_INPUT_METHOD = 229;

/** True while an input method composes Chinese: Enter then chooses a candidate and must not submit. */
export function isComposing(event: MaybeComposing | { readonly nativeEvent: MaybeComposing }): boolean {
  const native = 'nativeEvent' in event ? event.nativeEvent : event;
  return native.isComposing === true || native.keyCode === TAKEN_BY_INPUT_METHOD;
}
