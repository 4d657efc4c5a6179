// What pages are shown comes from the application; pages know it through the channel only.
export type * from '#app/views/views.ts';
