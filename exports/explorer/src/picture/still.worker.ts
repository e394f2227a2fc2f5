// Paints pictures of thousands beside the page: always the one that was asked for last, and finely once none is asked for any more.
import type { Drawing, View } from "./drawing";
import { painted } from "./paint";

export interface StillRequest {
  readonly drawing?: Drawing; // where it has changed
  readonly view: View;
  readonly number: number;
}
export interface StillAnswer {
  readonly number: number;
  readonly view: View;
  readonly image: ImageBitmap;
}

const TURN = 25; // milliseconds of fine painting before it is looked whether something newer is asked for
let drawing: Drawing | null = null;
let asked: StillRequest | null = null;
let busy = false;

self.onmessage = ({ data }: MessageEvent<StillRequest>) => {
  drawing = data.drawing ?? drawing;
  asked = data;
  if (!busy) void work();
};

async function work(): Promise<void> {
  busy = true;
  for (let done: StillRequest | null = null; asked && asked !== done; ) {
    done = asked;
    if (await paint(done, false)) continue;
    await breath();
    if (asked === done) await paint(done, true);
  }
  busy = false;
}

/** Paint and hand over; give whether there is nothing finer to paint. A fine painting is given up where something newer is asked for. */
async function paint({ view, number }: StillRequest, fine: boolean): Promise<boolean> {
  const canvas = new OffscreenCanvas(view.width * view.density, view.height * view.density);
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true })!;
  const steps = painted(context, drawing!, view, fine);
  for (let begun = performance.now(), step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      const answer: StillAnswer = { number, view, image: canvas.transferToImageBitmap() };
      self.postMessage(answer, { transfer: [answer.image] });
      return step.value;
    }
    if (fine && performance.now() - begun > TURN) {
      await breath();
      if (asked!.number !== number) return true;
      begun = performance.now();
    } else if (fine) context.getImageData(0, 0, 1, 1); // have it painted now: what is only noted down would all be painted at the end
  }
}

/** Let messages come in. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
}
