/** What a seed's text says, before anything of it is believed: addresses and dates as they are written. */

export type Lead = ArticleLead | MoreLead | { readonly kind: 'trouble'; readonly text: string };

export interface ArticleLead {
  readonly kind: 'article';
  readonly href: string;
  readonly lastModified?: string | undefined;
  readonly publishedAt?: string | undefined;
  readonly title?: string | undefined;
}

/** A further sitemap, or the next page. */
export interface MoreLead {
  readonly kind: 'more';
  readonly href: string;
  readonly lastModified?: string | undefined;
}

export const CUT: Lead = { kind: 'trouble', text: 'it stops before its end; what came until there was read' };
