// Works out where nodes go, beside the page.
import { laidOut, type LayoutRequest } from "./forces";

self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => self.postMessage(laidOut(data));
