package topology

var (
	Natural = natural
	Spread  = spread
)
