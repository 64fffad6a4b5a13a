/** A value out of files, which is replaced when the files change and hold something good. */
export class Reloaded<T> {
  #value: T;
  readonly #listeners: ((value: T) => void)[] = [];

  constructor(value: T) {
    this.#value = value;
  }

  /** The one in force. */
  get value(): T {
    return this.#value;
  }

  /** `listener` is told each new value, once it is in force. */
  onChange(listener: (value: T) => void): void {
    this.#listeners.push(listener);
  }

  replace(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) listener(value);
  }
}
