package topology

var Natural = natural
