package topology

// SVGStyle is how a picture looks beside what all pictures have in common.
const SVGStyle = `
.topology .port, .topology .place { font-size: 10px; fill: #424a53 }
.topology .device { fill: #f6f8fa; stroke: #59636e }
.topology .unknown { fill: none; stroke: #818b98; stroke-dasharray: 4 3 }
.topology .segment { fill: #818b98 }
.topology .link { fill: none; stroke: #818b98; stroke-width: 1.5 }
.topology .icon { fill: none; stroke: #59636e; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round }
.topology .router, .topology .multilayer { stroke: #0969da }
.topology .switch { stroke: #1a7f37 }
.topology .firewall { stroke: #b3261e }
.topology .phone, .topology .ap { stroke: #8250df }
@media screen and (prefers-color-scheme: dark) {
.topology .port, .topology .place { fill: #c5ced8 }
.topology .device { fill: #151b23; stroke: #9198a1 }
.topology .unknown { stroke: #656c76 }
.topology .segment { fill: #656c76 }
.topology .link { stroke: #656c76 }
.topology .icon { stroke: #9198a1 }
.topology .router, .topology .multilayer { stroke: #4493f8 }
.topology .switch { stroke: #3fb950 }
.topology .firewall { stroke: #ff7b72 }
.topology .phone, .topology .ap { stroke: #ab7df8 }
}
`
