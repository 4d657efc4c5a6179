// What pages are shown of the log-ins that a one-time code may belong to.

/** How the name in the code stands to the log-in's site: see lib/logins/one-time/kin.ts. */
export type KinView = 'same' | 'alike' | 'other' | 'unsaid';

export interface CodePlaceView {
  id: string;
  name: string;
  username: string;
  /** As a person reads it; null: it is for no site. */
  host: string | null;
  picture: string;
  hasOneTime: boolean;
  kin: KinView;
}

export interface CodePlacesView {
  /** Of the page; null: it was seen on none. */
  site: string | null;
  kin: KinView;
  places: CodePlaceView[];
}
