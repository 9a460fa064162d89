/** Rows of features, row by row, with what each should come to. */
export interface Observations {
  /** count x width, standardised. */
  features: Float64Array;
  width: number;
  count: number;
  /** Log-odds of each row that the features do not explain. */
  offset: Float64Array;
  /** Probability to come to, 0 to 1. */
  target: Float64Array;
  /** How much a row counts. */
  weight: Float64Array;
}

/**
 * Logistic regression that is pulled towards `start`: least loss with the penalty
 * sum(precision x (coefficient - start)^2) / 2, by Newton's method with step halving, beginning at `from`.
 * Coefficients are intercept first, then one per feature; log-odds are natural.
 */
export function fitLogistic(
  rows: Observations,
  start: Float64Array,
  precision: Float64Array,
  iterations: number,
  from: Float64Array = start,
): Float64Array {
  const size = rows.width + 1;
  let at = from.slice();
  let loss = lossOf(rows, at, start, precision);
  for (let round = 0; round < iterations; round += 1) {
    const { gradient, hessian } = derivatives(rows, at, start, precision);
    const step = solve(hessian, gradient, size);
    let share = 1;
    let moved = false;
    for (; share > 1e-3; share /= 2) {
      const next = at.map((value, k) => value + share * step[k]!);
      const nextLoss = lossOf(rows, next, start, precision);
      if (nextLoss >= loss) continue;
      moved = loss - nextLoss > 1e-5 * Math.abs(loss);
      at = next;
      loss = nextLoss;
      break;
    }
    if (!moved) break;
  }
  return at;
}

/**
 * Rows that bend less are left out of the curvature: most rows are as good as decided, and together they would change
 * the steps by next to nothing, and where the steps lead not at all.
 */
const leastCurvature = 1e-3;

/** Log-odds of one row. */
export function logit(coefficients: Float64Array, features: Float64Array, from: number): number {
  let sum = coefficients[0]!;
  for (let k = 1; k < coefficients.length; k += 1) sum += coefficients[k]! * features[from + k - 1]!;
  return sum;
}

function lossOf(rows: Observations, at: Float64Array, start: Float64Array, precision: Float64Array): number {
  let loss = 0;
  for (let k = 0; k < at.length; k += 1) loss += 0.5 * precision[k]! * (at[k]! - start[k]!) ** 2;
  for (let row = 0; row < rows.count; row += 1) {
    const z = logit(at, rows.features, row * rows.width) + rows.offset[row]!;
    // log(1 + e^z) - target z, without overflow.
    const soft = z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
    loss += rows.weight[row]! * (soft - rows.target[row]! * z);
  }
  return loss;
}

function derivatives(rows: Observations, at: Float64Array, start: Float64Array, precision: Float64Array) {
  const size = at.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  for (let k = 0; k < size; k += 1) {
    gradient[k] = -precision[k]! * (at[k]! - start[k]!);
    hessian[k * size + k] = precision[k]! + 1e-9;
  }
  const x = new Float64Array(size);
  x[0] = 1;
  for (let row = 0; row < rows.count; row += 1) {
    const from = row * rows.width;
    const z = logit(at, rows.features, from) + rows.offset[row]!;
    const p = 1 / (1 + Math.exp(-z));
    const residual = rows.weight[row]! * (rows.target[row]! - p);
    const curvature = rows.weight[row]! * p * (1 - p);
    for (let k = 1; k < size; k += 1) x[k] = rows.features[from + k - 1]!;
    for (let k = 0; k < size; k += 1) gradient[k]! += residual * x[k]!;
    if (curvature < leastCurvature) continue;
    for (let k = 0; k < size; k += 1) {
      const c = curvature * x[k]!;
      for (let l = 0; l <= k; l += 1) hessian[k * size + l]! += c * x[l]!;
    }
  }
  for (let k = 0; k < size; k += 1)
    for (let l = k + 1; l < size; l += 1) hessian[k * size + l] = hessian[l * size + k]!;
  return { gradient, hessian };
}

/** Solves a symmetric positive definite system by Cholesky decomposition. */
function solve(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  const l = matrix.slice();
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = l[i * size + j]!;
      for (let k = 0; k < j; k += 1) sum -= l[i * size + k]! * l[j * size + k]!;
      l[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[j * size + j]!;
    }
  }
  const out = vector.slice();
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) out[i]! -= l[i * size + k]! * out[k]!;
    out[i]! /= l[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) out[i]! -= l[k * size + i]! * out[k]!;
    out[i]! /= l[i * size + i]!;
  }
  return out;
}
