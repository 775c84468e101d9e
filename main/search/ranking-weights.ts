// The numbers that decide what comes first. bench/ranking.ts measures them on judged queries.

export interface RankingWeights {
  /** Examples count less than texts: sounds are closer to each other than to any text, and would drown it. */
  exampleWeight: number;
  /**
   * Of minus terms and -like:, negative. Full weight would rank by what is least like the minus term, and
   * hardly by what was asked for.
   */
  minusWeight: number;
  /** Offset of the ranks in the fusion, as in Cormack, Clarke and Büttcher 2009. */
  rankOffset: number;
  /**
   * A name weighs as so many first ranks by meaning, times its quality: a sound with more than half of the
   * words in its file name comes before the best by meaning alone, even while it has no meaning yet.
   */
  nameWeight: number;
}

/**
 * Chosen by `bench -- ranking --sweep` (docs/benchmarks.md) on every even query, told by the odd ones. A stronger
 * model than the bundled one would bear a smaller `nameWeight`.
 */
export const defaultWeights: RankingWeights = {
  exampleWeight: 0.5,
  minusWeight: -0.5,
  rankOffset: 60,
  nameWeight: 2,
};
