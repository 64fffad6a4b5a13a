import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { playDelay, type Speed, speeds } from '../../timeline/play-delay.ts';

/** What is played. */
export interface Played {
  /** Milliseconds that lay between the step that shows and the next one; undefined: that was the last. */
  gap(): number | undefined;
  /** Goes to the next step. */
  next(): void;
}

/** Plays steps one after the other, as fast as is wanted. It ends when its element leaves the page. */
export class Playback implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #played: Played;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #playing = false;
  #speed: Speed = 1;

  constructor(host: ReactiveControllerHost, played: Played) {
    this.#host = host;
    this.#played = played;
    host.addController(this);
  }

  get playing(): boolean {
    return this.#playing;
  }

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.pause();
  }

  play(): void {
    this.#playing = true;
    this.#host.requestUpdate();
    this.#wait();
  }

  pause(): void {
    clearTimeout(this.#timer);
    if (!this.#playing) return;
    this.#playing = false;
    this.#host.requestUpdate();
  }

  /** The next speed above or below, where there is one. */
  faster(by: 1 | -1): void {
    this.speed = speeds[speeds.indexOf(this.#speed) + by] ?? this.#speed;
  }

  #wait(): void {
    const gap = this.#played.gap();
    if (gap === undefined) {
      this.pause();
      return;
    }
    this.#timer = setTimeout(
      () => {
        this.#played.next();
        this.#wait();
      },
      playDelay(gap, this.#speed),
    );
  }
}
