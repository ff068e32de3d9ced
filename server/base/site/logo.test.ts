import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { mostLogoBytes, readLogo } from './logo.ts'

const svg = (inner: string, attributes = 'viewBox="0 0 40 20"') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inner}</svg>`)

function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0], 8)
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(9))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('a logo', () => {
  it('is what its content says, whatever it is called, and has a size', () => {
    expect(readLogo(svg('<circle r="3"/>'))).toEqual({ ending: 'svg', type: 'image/svg+xml', width: 40, height: 20 })
    expect(readLogo(svg('', 'width="64" height="32px"'))).toMatchObject({ width: 64, height: 32 })
    expect(readLogo(png(300, 100))).toEqual({ ending: 'png', type: 'image/png', width: 300, height: 100 })
    expect(readLogo(readFileSync('policies/logo.svg'))).toMatchObject({ ending: 'svg', width: 24 })
  })

  it('may have its own style, gradients, and pieces that it uses twice', () => {
    const inner = `<style>@media (prefers-color-scheme: dark) { .a { fill: url(#g) } }</style><defs><linearGradient id="g"/></defs>
      <use href="#x"/><use xlink:href='#x'/><path fill="url('#g')" id="x"/><image href="data:image/png;base64,AAAA"/><!-- <script> -->`
    expect(readLogo(svg(inner))).toMatchObject({ ending: 'svg' })
  })

  it('may say in which file somebody drew it', () => {
    const drawn = svg('<g data-name="C:\\drawings\\mark.ai" fill="none"/>')
    expect(readLogo(drawn)).toMatchObject({ ending: 'svg' })
  })

  it.each([
    ['<script>alert(1)</script>'],
    ['<SCRIPT href="data:text/javascript,alert(1)"/>'],
    ['<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'],
    ['<g onload="alert(1)"/>'],
    ['<g/onload=alert(1)>'],
    ['<a href="javascript:alert(1)">x</a>'],
    ['<a href="&#106;avascript:alert(1)">x</a>'],
    ['<a xlink:href="&#x6a;avascript:alert(1)">x</a>'],
    ['<foreignObject><iframe src="https://elsewhere.example"/></foreignObject>'],
    ['<image href="https://elsewhere.example/pixel.png"/>'],
    ['<image href="//elsewhere.example/pixel.png"/>'],
    ['<image href="data:image/svg+xml,<svg onload=alert(1)>"/>'],
    ['<style>@import "https://elsewhere.example/a.css";</style>'],
    ['<rect style="fill: url(https://elsewhere.example/a)"/>'],
    ['<![CDATA[<!--]]><script>alert(1)</script><![CDATA[-->]]>'],
    ['<style>@\\69mport "https://elsewhere.example/a.css";</style>'],
    ['<rect style="fill: u\\72l(https://elsewhere.example/a)"/>'],
    ["<rect fill='u\\72l(https://elsewhere.example/a)'/>"],
    ['<animate attributeName="href" values="javascript:alert(1)"/>'],
    ['<set attributeName="xlink:href" to="javascript:alert(1)"/>'],
  ])('that would act or fetch is none: %s', inner => {
    expect(readLogo(svg(inner))).toEqual({ wrong: expect.stringMatching(/^an SVG that holds /) as string })
  })

  it.each([
    [
      'entities',
      Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'),
    ],
    [
      'another encoding',
      Buffer.from(
        '<?xml version="1.0" encoding="utf-7"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>',
      ),
    ],
    ['UTF-16', Buffer.from('\ufeff<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>', 'utf16le')],
    ['no size', svg('', '')],
    ['no namespace', Buffer.from('<svg viewBox="0 0 1 1"></svg>')],
    ['no end', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g>')],
    ['a length that no header holds', svg('', 'viewBox="0 0 4000 20"')],
    ['a photo', Buffer.of(0xff, 0xd8, 0xff, 0xe0)],
    ['a page', Buffer.from('<!doctype html><p>logo.svg')],
    ['a PNG that is cut off', png(3, 3).subarray(0, 30)],
    ['a PNG without a size', png(0, 3)],
    ['nothing', Buffer.alloc(0)],
    ['too much', Buffer.alloc(mostLogoBytes + 1)],
  ])('with %s is none', (_what, bytes) => {
    expect(readLogo(bytes)).toEqual({ wrong: expect.any(String) as string })
  })
})
