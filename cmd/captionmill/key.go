package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode"
)

// The key is only ever taken from the environment, so that it stands in no
// shell history, process list or configuration file.
const (
	keyVar     = "WAVESPEED_API_KEY"
	keyFileVar = "WAVESPEED_API_KEY_FILE"
	baseURLVar = "WAVESPEED_BASE_URL"
)

// errNoKey is the one sentence that a new user meets.
var errNoKey = errors.New(keyVar + " is not set: set it to your WaveSpeedAI API key (or " + keyFileVar +
	" to a file that holds it), or add --emulate to try without a key and without cost")

// readKey finds the API key.
func readKey() (string, error) {
	key := os.Getenv(keyVar)
	if name := os.Getenv(keyFileVar); key == "" && name != "" {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", unopened(keyFileVar+" "+printable(name), err)
		}
		key = string(text)
	}
	key = strings.TrimSpace(key)
	switch {
	case key == "":
		return "", errNoKey
	case len(key) > 1024 || strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII || r <= ' ' || r == 0x7f }):
		return "", fmt.Errorf("the API key holds a space or another character that no key has: copy it once more")
	}
	return key, nil
}
