package emulator

import "container/list"

// An lru keeps values as long as their costs fit, and forgets first what was
// used longest ago. It is not safe for concurrent use.
type lru[K comparable, V any] struct {
	room  int
	used  int
	order *list.List // of *kept, the latest used in front
	byKey map[K]*list.Element
}

type kept[K comparable, V any] struct {
	key   K
	value V
	cost  int
}

func newLRU[K comparable, V any](room int) *lru[K, V] {
	return &lru[K, V]{room: room, order: list.New(), byKey: map[K]*list.Element{}}
}

func (l *lru[K, V]) get(k K) (v V, ok bool) {
	e, ok := l.byKey[k]
	if !ok {
		return v, false
	}
	l.order.MoveToFront(e)
	return e.Value.(*kept[K, V]).value, true
}

func (l *lru[K, V]) put(k K, v V, cost int) {
	if e, ok := l.byKey[k]; ok {
		l.drop(e)
	}
	l.byKey[k] = l.order.PushFront(&kept[K, V]{k, v, cost})
	l.used += cost
	for l.used > l.room {
		l.drop(l.order.Back())
	}
}

func (l *lru[K, V]) drop(e *list.Element) {
	old := l.order.Remove(e).(*kept[K, V])
	delete(l.byKey, old.key)
	l.used -= old.cost
}
