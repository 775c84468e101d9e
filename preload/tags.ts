// The words for tags and the labels that they come from.

/** Where a tag comes from: the file's name, a folder's name, what the sound is heard as, or a person. */
export type TagSource = "name" | "folder" | "audio" | "person";

/** `suggested`: by name, folder or audio. `confirmed`, `rejected`: a person's word, which nothing overwrites. */
export type TagState = "suggested" | "confirmed" | "rejected";

export type TagFamily =
  | "drums"
  | "percussion"
  | "instruments"
  | "synths"
  | "vocals"
  | "foley"
  | "ambience"
  | "effects"
  | "moods"
  | "processing"
  | "own";

/** Which suggestions are made: all that are more likely right than wrong, or those that are surer. */
export type TagCaution = "usual" | "careful";

/** One tag of one sound. */
export interface SoundTag {
  label: string;
  family: TagFamily;
  source: TagSource;
  state: TagState;
  /** 0..1: how likely the label is right; 1 for a person's word. */
  confidence: number;
  /** Cosine of the sound and the label, null where the model had no say. */
  score: number | null;
}

/** What the command line prints of one file; empty where no label is sure enough. */
export interface FileTags {
  path: string;
  /** Best first, rejected ones left out. */
  tags: { label: string; score: number | null; confidence: number }[];
}

/** A label and how many sounds carry it. */
export interface TagCount {
  label: string;
  family: TagFamily;
  count: number;
  /** Of these, by a person's word. */
  confirmedCount: number;
}

/** A label that the tagger knows: of the vocabulary, or a person's own. */
export interface TagLabel {
  label: string;
  family: TagFamily;
  /** Words in file and folder names that mean it, the label itself left out. */
  synonyms: string[];
  /** Descriptions that sounds are compared with. */
  prompts: string[];
  isOwn: boolean;
  /** Whether the tagger suggests it. */
  isEnabled: boolean;
  /** Least score for a suggestion by ear with the active model; null when it is never suggested by ear. */
  threshold: number | null;
}

export interface LabelScore {
  label: string;
  /** Softmax over the given labels, 0..1. */
  score: number;
}

/** How far tagging has come. Sounds all of whose files are missing are not counted. */
export interface TagSummary {
  /** Sounds with a tag that nobody has rejected. */
  taggedSoundCount: number;
  /** Suggestions without a person's word on them, by what they were made of. */
  suggestedCounts: Record<Exclude<TagSource, "person">, number>;
  confirmedCount: number;
  rejectedCount: number;
  /** Sounds that wait for the tagger. */
  waitingCount: number;
}
