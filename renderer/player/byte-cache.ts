// Values by key up to a number of bytes; what was used longest ago goes first. Knows nothing of what it holds.

interface Entry<Value> {
  value: Value;
  /** What the value was made of; another one is no longer the same thing. */
  stamp: string;
  byteLength: number;
}

export class ByteCache<Key, Value> {
  private readonly entries = new Map<Key, Entry<Value>>();
  private readonly capacityBytes: number;
  private heldBytes = 0;

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  get byteLength(): number {
    return this.heldBytes;
  }

  /** The value that was made of `stamp`; one that was made of another is thrown out. */
  find(key: Key, stamp: string): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.delete(key);
    if (entry.stamp !== stamp) return undefined;
    this.put(key, entry);
    return entry.value;
  }

  /** Keeps a value, unless it alone is larger than the cache. */
  store(key: Key, stamp: string, value: Value, byteLength: number): void {
    this.delete(key);
    if (byteLength > this.capacityBytes) return;
    this.put(key, { value, stamp, byteLength });
    for (const oldest of this.entries.keys()) {
      if (this.heldBytes <= this.capacityBytes) return;
      this.delete(oldest);
    }
  }

  /** In the order of use, the newest last. */
  private put(key: Key, entry: Entry<Value>): void {
    this.entries.set(key, entry);
    this.heldBytes += entry.byteLength;
  }

  private delete(key: Key): void {
    this.heldBytes -= this.entries.get(key)?.byteLength ?? 0;
    this.entries.delete(key);
  }
}
