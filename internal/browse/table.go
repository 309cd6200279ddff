package browse

import (
	"errors"
	"slices"
)

// Rows returns up to n rows of the displayed packets, from the i-th on, counted from 0:
// fewer where there are no more, or where they have not been read yet. shown are the
// displayed packets; nil: all.
func (c *Capture) Rows(shown *Matches, i uint64, n int) ([]Row, error) {
	at := clock{}
	c.packets.mu.Lock()
	at.first = c.packets.first
	c.packets.mu.Unlock()
	c.mu.Lock()
	at.form = c.form
	c.mu.Unlock()
	if shown == nil && c.index.len() == 0 {
		return c.provisional(&at, i, n)
	}
	if shown == nil {
		return c.all(c.index, &at, i, n)
	}
	var rows []Row
	if i > 0 {
		if before, ok := shown.Number(i - 1); ok {
			if s, err := c.summary(before); err == nil {
				at.shown, at.hasShown = s.at, s.timed
			}
		}
	}
	for k := range uint64(n) {
		number, ok := shown.Number(i + k)
		if !ok {
			break
		}
		s, err := c.summary(number)
		if err != nil {
			if errors.Is(err, ErrNotIndexed) {
				err = nil
			}
			return rows, err
		}
		at.hasLast = false
		if before, err := c.summary(number - 1); err == nil {
			at.last, at.hasLast = before.at, before.timed
		}
		rows = append(rows, c.marked(c.rows.row(&s, &at)))
		at.shown, at.hasShown = s.at, s.timed
	}
	return rows, nil
}

// provisional is Rows of the first packets before the pass has begun.
func (c *Capture) provisional(at *clock, i uint64, n int) (rows []Row, err error) {
	_ = c.ahead.each(0, aheadPackets, func(_ uint64, record []byte) error {
		if s, err := c.rows.read(0, record); err == nil && s.timed && at.first.IsZero() {
			at.first = s.at
		}
		return nil
	})
	rows, err = c.all(c.ahead, at, i, n)
	for k := range rows {
		rows[k].Provisional = true
	}
	return rows, err
}

// all is Rows of all packets of a spool.
func (c *Capture) all(from *spool, at *clock, i uint64, n int) (rows []Row, err error) {
	begin := i
	if i > 0 {
		begin, n = i-1, n+1
	}
	err = from.each(begin, n, func(k uint64, record []byte) error {
		s, err := c.rows.read(k+1, record)
		if err != nil {
			return err
		}
		if k >= i {
			rows = append(rows, c.marked(c.rows.row(&s, at)))
		}
		at.last, at.hasLast = s.at, s.timed
		at.shown, at.hasShown = s.at, s.timed
		return nil
	})
	return rows, err
}

// marked is r with its mark.
func (c *Capture) marked(r Row) Row {
	c.mu.Lock()
	defer c.mu.Unlock()
	r.Marked = c.marks[r.Number]
	return r
}

// summary is what the index has of one packet. Its cells are the caller's.
func (c *Capture) summary(number uint64) (s summary, err error) {
	err = ErrNotIndexed
	if number == 0 {
		return s, errNumber
	}
	if e := c.index.each(number-1, 1, func(_ uint64, record []byte) error {
		s, err = c.rows.read(number, slices.Clone(record))
		return nil
	}); e != nil {
		err = e
	}
	return s, err
}
