package model

import (
	"slices"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// start is the first token of a node; a block mapping's own token is the
// colon after its first key.
func start(node ast.Node) *token.Token {
	if pairs := pairsOf(node); len(pairs) > 0 {
		return pairs[0].Key.GetToken()
	}
	return node.GetToken()
}

// mentions tells whether a mapping has a key, whatever its value.
func mentions(node ast.Node, key string) bool {
	return slices.ContainsFunc(pairsOf(node), func(pair *ast.MappingValueNode) bool {
		return pair.Key.GetToken().Value == key
	})
}

func pairsOf(node ast.Node) []*ast.MappingValueNode {
	switch node := node.(type) {
	case *ast.MappingNode:
		return node.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}
	}
	return nil
}
