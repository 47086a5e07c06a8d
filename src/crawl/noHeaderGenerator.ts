/**
 * What stands in the program for `header-generator`, which got-scraping makes at its start to pose as a browser: it unpacks
 * two nets of probabilities, a fifth of the time that `archive` takes to begin. We never pose (`fetch.ts`).
 */
export class HeaderGenerator {
  getHeaders(): never {
    throw new Error('baoluu says who it is: no browser’s headers are made up.');
  }
}

export const PRESETS = {};
