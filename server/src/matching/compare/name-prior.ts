import type { NameFeature } from './name-features';

/**
 * What names alone teach, whatever they name: mean and deviation of each feature, and its weight (natural log-odds
 * per deviation). Fitted on the public benchmark with `npm run bench:fit`; leaving a set out of the fit costs
 * most sets less than a point, the worst four points. Matching starts from here and adapts to the lists (learn/weights.ts).
 */
export const namePrior: Record<NameFeature, readonly [mean: number, deviation: number, weight: number]> = {
  cosine: [0.12715, 0.19767, 0.4158],
  cosine2: [0.0445, 0.14737, 0.35016],
  contained: [0.15702, 0.24131, 0.42788],
  dice: [0.44859, 0.1645, -0.12816],
  dice2: [0.22437, 0.16972, 0.45444],
  edit: [0.45303, 0.18112, -0.33986],
  best: [0.45602, 0.16296, 0.63795],
  restMore: [1.88673, 0.87328, -0.47922],
  restLess: [1.29039, 0.61861, -0.296],
  rarestMore: [0.85877, 0.16661, 0.01063],
  rarestLess: [0.72897, 0.22501, -0.03684],
  hintMore: [0.09201, 0.3852, -0.48372],
  hintLess: [0.00704, 0.10142, 0.17281],
  numberOdd: [0.47285, 0.45148, -0.04934],
  numbersDiffer: [0.42669, 0.42328, -0.89205],
  shared: [1.69925, 1.08338, -0.56099],
  equal: [0.00164, 0.08209, -0.11604],
  firstWord: [0.18306, 0.40977, 0.40549],
  lastWord: [0.52817, 0.49213, 0.49306],
  lengthGap: [0.90253, 1.11449, 0.25529],
  tellingMore: [1.25316, 0.3012, 1.00428],
  tellingLess: [1.0329, 0.22799, 0.62283],
  wholeDice: [0.44459, 0.16302, 0.43551],
  wholeEdit: [0.44928, 0.17973, 0.04416],
  wholeEqual: [0.00135, 0.07421, 0.05936],
};

/** Natural log-odds that two names with average features belong together. */
export const nameIntercept = -8.66038;
