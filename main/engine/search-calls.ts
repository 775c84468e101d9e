// Calls that search.
import { AppError } from "../base/app-error.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { ModelChoice } from "./model-choice.ts";

export class SearchCalls {
  readonly handlers = {
    searchNames: refuse,
    search: refuse,
    parseQuery: refuse,
    explainMatch: refuse,
    searchSounds: refuse,
    similarSounds: refuse,
  };

  constructor(_parts: EngineParts, _models: ModelChoice) {}

  close(): void {}
}

function refuse(): never {
  throw new AppError("search-unavailable", "Search is not wired in yet.");
}
