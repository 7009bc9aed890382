/** Of the package; a test holds it equal to package.json, which a bundle could not read once it is moved. */
export const VERSION = '0.2.0'
