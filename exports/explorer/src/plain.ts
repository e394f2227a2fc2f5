// Text of articles is not to be trusted: what reorders a line or can't be seen is shown as a sign for it.

// Bidirectional controls, zero-width characters, line separators and control characters other than tab and line feed.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Give the text with a visible sign in the place of each character that hides or reorders; its length stays. */
export function plain(text: string): string {
  return text.replace(HIDDEN, "\u2423");
}
