import { startSite } from './site.js'

const { ISSUER, CLIENT_ID, CLIENT_SECRET, ADDRESS, PORT } = process.env
const port = Number(PORT ?? 8090)
const address = ADDRESS ?? `http://localhost:${port}`
await startSite({
  issuer: ISSUER ?? 'http://localhost:8080/oidc',
  clientId: CLIENT_ID ?? 'workshop',
  // Everybody knows the secret of the demonstration's own site.
  clientSecret: CLIENT_SECRET ?? 'everybody-knows-this-secret-of-the-demonstration',
  address,
  port,
})
console.log(`The Workshop is at ${address}`)
