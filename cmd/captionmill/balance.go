package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/pipeline/price"
)

func newBalance(std streams) *cobra.Command {
	var s settings
	c := &cobra.Command{
		Use:   "balance",
		Short: "Say how much money the account has left",
		Long: `balance asks the API how much money the account has left. Refunds of failed
predictions may take some hours to show. With --emulate it is the money of the
account that --emulate played in this folder.`,
		Args: noCommand,
	}
	flags := s.borrow(c.Flags(), "config", "base-url", "emulate", "json")
	c.RunE = func(c *cobra.Command, _ []string) (err error) {
		if err := s.prepare(flags); err != nil {
			return err
		}
		ss, err := apiSession(&s, std)
		if err != nil {
			return err
		}
		defer func() { err = firstOf(err, ss.close()) }()
		return ss.showBalance(c.Context())
	}
	return c
}

// funds is the balance for other programs.
type funds struct {
	Schema  int          `json:"schema"`
	Balance price.Micros `json:"balance_usd"`
}

func (ss *session) showBalance(ctx context.Context) error {
	patient, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	balance, err := ss.client.Balance(patient)
	if err != nil {
		return unheard(ctx, err)
	}
	if ss.json {
		return json.NewEncoder(ss.std.out).Encode(funds{Schema: 1, Balance: balance})
	}
	_, err = fmt.Fprintln(ss.std.out, balance)
	return err
}

// apiSession is one that asks the API, key in hand, and has no ledger. Where
// that is not the vendor's, standard error says whose it is.
func apiSession(s *settings, std streams) (*session, error) {
	ss := &session{settings: s, std: std}
	if err := ss.reachAPI(); err != nil {
		return nil, errors.Join(err, ss.close())
	}
	return ss, nil
}

func (ss *session) reachAPI() error {
	if ss.emulate { // without a ledger the emulator's memory goes away again
		cleanUp, err := ss.planLedger()
		if err != nil {
			return err
		}
		ss.closes = append(ss.closes, func() error { cleanUp(); return nil })
	}
	if err := ss.connect(); err != nil {
		return err
	}
	if err := ss.unlock(); err != nil {
		return err
	}
	if !ss.vendor && !ss.emulate {
		ss.sayf("asking %s", ss.provider())
	}
	return nil
}
