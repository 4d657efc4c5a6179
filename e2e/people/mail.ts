// A sender with an ordinary mail program and an ordinary mail server, writing to a mask over SMTP.

import nodemailer, { type SendMailOptions } from 'nodemailer';
import type { Town } from './town-building.ts';

export const SHOP = 'Corner Shop <orders@shop.localhost>';
/** Vouches for its mail, and was never given the mask by the person. */
export const STRANGER = 'Big Deals <deals@advertiser.localhost>';
/** Claims to be the shop without being it: nothing vouches for this domain. */
export const NOBODY = 'Corner Shop <orders@nobody.localhost>';

/** A small shop, whose domain says nothing of its mail, by a mailer that vouches for its own name. */
export const BY_MAILER = (to: string) => ({
  from: 'Corner Shop <hello@small.localhost>',
  to,
  envelope: { from: 'bounce@mailer.localhost', to },
});

/** @throws nodemailer's error, with `responseCode`, if the gateway says no */
export async function writes({ main }: Town, message: SendMailOptions): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: main.smtpPort, ignoreTLS: true });
  try {
    await transport.sendMail(message);
  } finally {
    transport.close();
  }
}

/** The code with which the gateway refuses, or 250. */
export async function answerTo(town: Town, message: SendMailOptions): Promise<number> {
  try {
    await writes(town, message);
    return 250;
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? 0;
  }
}
