// Package picture knows what a picture is: whether its name can be opened,
// what makes it the same picture as another, and what its bytes hold.
//
// It does not decode pixels, change pictures, fetch addresses or upload
// anything, and it never believes a file's extension.
package picture
