package topology

// svgStyle is how a picture looks, on light and on dark ground.
const svgStyle = `
text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif; fill: #1f2328 }
.name { font-size: 13px; font-weight: 600 }
.more { font-size: 11px; fill: #59636e }
.port, .place { font-size: 10px; fill: #424a53 }
.note { font-size: 11px; fill: #59636e }
.ground { fill: #ffffff }
.device { fill: #f6f8fa; stroke: #59636e }
.unknown { fill: none; stroke: #818b98; stroke-dasharray: 4 3 }
.segment { fill: #818b98 }
.link { fill: none; stroke: #818b98; stroke-width: 1.5 }
.icon { fill: none; stroke: #59636e; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round }
.router, .multilayer { stroke: #0969da }
.switch { stroke: #1a7f37 }
.phone, .ap { stroke: #8250df }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.more, .note { fill: #9198a1 }
.port, .place { fill: #c5ced8 }
.ground { fill: #0d1117 }
.device { fill: #151b23; stroke: #9198a1 }
.unknown { stroke: #656c76 }
.segment { fill: #656c76 }
.link { stroke: #656c76 }
.icon { stroke: #9198a1 }
.router, .multilayer { stroke: #4493f8 }
.switch { stroke: #3fb950 }
.phone, .ap { stroke: #ab7df8 }
}
`

// svgIcons are the icons of kindOf's results, each on 24 by 24.
const svgIcons = `<symbol id="router" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10.5"/>` +
	`<path d="M12 4v5.500m-2-2 2 2 2-2M12 20v-5.500m-2 2 2-2 2 2M9.500 12H4.500m2-2-2 2 2 2M14.500 12h5m-2-2 2 2-2 2"/></symbol>
<symbol id="switch" viewBox="0 0 24 24"><rect x="1.500" y="3.500" width="21" height="17" rx="3"/>` +
	`<path d="M5 9h13m-3-3 3 3-3 3M19 15H6m3-3-3 3 3 3"/></symbol>
<symbol id="multilayer" viewBox="0 0 24 24"><rect x="1.500" y="1.500" width="21" height="21" rx="3"/><circle cx="12" cy="12" r="7"/>` +
	`<path d="M12 7.500v9M7.500 12h9M9 9l6 6M15 9l-6 6"/></symbol>
<symbol id="ap" viewBox="0 0 24 24"><path d="M3 9.500a13 13 0 0 1 18 0M6 13a8.500 8.500 0 0 1 12 0M9 16.500a4.200 4.200 0 0 1 6 0M12 20v.010"/></symbol>
<symbol id="phone" viewBox="0 0 24 24"><path d="M4 10c0-7 16-7 16 0v1.500h-4.500V9h-7v2.500H4zM6 13l-2 8h16l-2-8M9 17h.010M12 17h.010M15 17h.010"/></symbol>
<symbol id="host" viewBox="0 0 24 24"><rect x="2" y="3" width="20" height="13" rx="1.500"/><path d="M12 16v4M8 20.500h8"/></symbol>
`
