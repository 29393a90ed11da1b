package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// site DIR serves a folder on this machine as a place on the web, and sets SITE
// to its address. Paths below /busy are not served just now, those below
// /guarded only to the site's own pages, those below /closed not to the API,
// and those below /away lead to the address behind it.
func cmdSite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: site DIR")
	}
	files := http.FileServerFS(os.DirFS(ts.MkAbs(args[0])))
	mux := http.NewServeMux()
	mux.Handle("/", files)
	mux.HandleFunc("/busy/", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	mux.HandleFunc("/guarded/", func(w http.ResponseWriter, r *http.Request) {
		only(w, r, strings.HasPrefix(r.Referer(), "http://"+r.Host), http.StripPrefix("/guarded", files))
	})
	mux.HandleFunc("/closed/", func(w http.ResponseWriter, r *http.Request) {
		only(w, r, !strings.Contains(r.UserAgent(), "emulator"), http.StripPrefix("/closed", files))
	})
	mux.HandleFunc("/away/", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/"+strings.TrimPrefix(path.Clean(r.URL.Path), "/away/"), http.StatusFound)
	})
	server := httptest.NewServer(mux)
	ts.Defer(server.Close)
	ts.Setenv("SITE", server.URL)
}

func only(w http.ResponseWriter, r *http.Request, let bool, next http.Handler) {
	if !let {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	next.ServeHTTP(w, r)
}

// list FILE NAME… writes a list of pictures.
func cmdList(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: list FILE NAME…")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), fmt.Appendln(nil, strings.Join(args[1:], "\n")), 0o644))
}
