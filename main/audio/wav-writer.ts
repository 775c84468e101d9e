// Samples to a WAV file in memory, for playing what a browser cannot decode.

const headerBytes = 44;

/**
 * A complete 16-bit PCM WAV file. Samples beyond -1..1 are clipped.
 * @param channels planar float32, all of equal length
 * @param sampleRate Hz
 */
export function toWav16(channels: Float32Array[], sampleRate: number): Uint8Array {
  const channelCount = channels.length;
  const frameCount = channels[0]?.length ?? 0;
  const dataBytes = frameCount * channelCount * 2;
  const bytes = new Uint8Array(headerBytes + dataBytes);
  const view = new DataView(bytes.buffer);
  const writeText = (offset: number, text: string): void => {
    for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i);
  };
  writeText(0, "RIFF");
  view.setUint32(4, headerBytes - 8 + dataBytes, true);
  writeText(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channelCount * 2, true);
  view.setUint16(32, channelCount * 2, true);
  view.setUint16(34, 16, true);
  writeText(36, "data");
  view.setUint32(40, dataBytes, true);
  for (const [channel, samples] of channels.entries()) {
    for (let i = 0; i < frameCount; i++) {
      const level = Math.round((samples[i] as number) * 0x8000);
      view.setInt16(
        headerBytes + 2 * (i * channelCount + channel),
        Math.max(-0x8000, Math.min(0x7fff, level)),
        true,
      );
    }
  }
  return bytes;
}
