package table

// A columnar row puts its values into columns itself: of rows of which there are as many as
// packets, what finds the values of any struct would cost more than all else.
type columnar interface {
	// columns puts a value, or null, into each column of the schema, in its order.
	columns(*cells)
}

// cells are those of a row, one after the other.
type cells struct {
	columns []*column
	next    int
}

func (c *cells) column() *column {
	c.next++
	return c.columns[c.next-1]
}

func (c *cells) text(s string) { c.column().text(s) }

// plain is text in a column without a dictionary.
func (c *cells) plain(s string, b []byte) {
	if len(b) > 0 {
		c.column().bytes(b)
		return
	}
	c.column().text(s)
}
func (c *cells) int64(v int64) { c.column().int64(v) }
func (c *cells) int32(v int32) { c.column().int32(v) }

func (c *cells) maybeInt64(v *int64) {
	if v == nil {
		c.column().null()
		return
	}
	c.column().int64(*v)
}

func (c *cells) maybeInt32(v *int32) {
	if v == nil {
		c.column().null()
		return
	}
	c.column().int32(*v)
}

func (c *cells) maybeTime(v *Time) { c.maybeInt64((*int64)(v)) }

func (c *cells) maybeFloat64(v *float64) {
	if v == nil {
		c.column().null()
		return
	}
	c.column().float64(*v)
}

func (c *cells) maybeBool(v *bool) {
	switch {
	case v == nil:
		c.column().null()
	case *v:
		c.column().int32(1)
	default:
		c.column().int32(0)
	}
}

// field is what a pointer to a field of a row points to.
func (c *cells) field(to any) {
	switch to := to.(type) {
	case *string:
		c.text(*to)
	case **int32:
		c.maybeInt32(*to)
	case **int64:
		c.maybeInt64(*to)
	case **float64:
		c.maybeFloat64(*to)
	case **Time:
		c.maybeTime(*to)
	case *[]string:
		c.column().texts(*to)
	}
}
