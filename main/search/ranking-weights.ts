// The numbers that decide what comes first. bench/ranking.ts measures them on judged queries.

export interface RankingWeights {
  /** Examples count less than texts: sounds are closer to each other than to any text, and would drown it. */
  exampleWeight: number;
  /**
   * Of minus terms and -like:, negative. Full weight would rank by what is least like the minus term, and
   * hardly by what was asked for.
   */
  minusWeight: number;
  /** Offset of the ranks in the fusion: rank 1 weighs 1/21, rank 22 half of that. */
  rankOffset: number;
  /**
   * A name weighs as a first rank times its quality, and a little more: a sound with all words in its file
   * name comes before the best by meaning alone, even while it has no meaning yet. All words in the folder
   * weigh like being about 14th by meaning.
   */
  nameWeight: number;
}

export const defaultWeights: RankingWeights = {
  exampleWeight: 0.5,
  minusWeight: -0.5,
  rankOffset: 20,
  nameWeight: 1.2,
};
