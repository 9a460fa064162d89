/** The best few documents of a search, best first, ties by number. Used for one search after another. */
export class BestHits {
  readonly documents: number[] = [];
  readonly scores: number[] = [];
  private limit = 0;

  start(limit: number): void {
    this.limit = limit;
    this.documents.length = 0;
    this.scores.length = 0;
  }

  /** A score below this does not come among the best any more. */
  get least(): number {
    return this.documents.length === this.limit ? this.scores[this.limit - 1]! : 0;
  }

  add(document: number, score: number): void {
    const { documents, scores } = this;
    let at = documents.length;
    if (at === this.limit) {
      const last = this.limit - 1;
      if (score < scores[last]! || (score === scores[last] && document > documents[last]!)) return;
      at = last;
    }
    while (at > 0 && (scores[at - 1]! < score || (scores[at - 1] === score && documents[at - 1]! > document))) {
      documents[at] = documents[at - 1]!;
      scores[at] = scores[at - 1]!;
      at -= 1;
    }
    documents[at] = document;
    scores[at] = score;
  }
}
