package svg

// Style is how all pictures look, on light and on dark ground. It names the class
// "picture", so that a page may hold it.
const Style = `
svg.picture { max-width: 100%; height: auto }
.picture text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif; fill: #1f2328; font-size: 11px }
.picture .name { font-size: 13px; font-weight: 600 }
.picture .label { font-weight: 600 }
.picture .more, .picture .note, .picture .legend { fill: #59636e }
.picture .small { font-size: 10px; fill: #424a53 }
.picture .bad { fill: #b3261e }
.picture .ground { fill: #ffffff }
.picture .axis { fill: none; stroke: #c3c9d0 }
@media screen and (prefers-color-scheme: dark) {
.picture text { fill: #f0f6fc }
.picture .more, .picture .note, .picture .legend { fill: #9198a1 }
.picture .small { fill: #c5ced8 }
.picture .bad { fill: #ff8a80 }
.picture .ground { fill: #0d1117 }
.picture .axis { stroke: #3d444d }
}
`
