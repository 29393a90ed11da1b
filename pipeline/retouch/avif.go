package retouch

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// libavif is libavif 1.1.1 with the decoder of libaom 3.10.0 as WebAssembly,
// taken unchanged from lib/decode.wasm.gz of github.com/gen2brain/avif v0.4.4,
// where its source and makefile are. That package itself prefers whatever
// libavif the machine has, and calls a picture decoded when it was not; here
// the same code runs everywhere, in memory that is bounded.
//
//go:embed libavif/decode.wasm.gz
var libavif []byte

// avifPatience is how long decoding may take. 64 megapixels take about 15
// seconds, and longer on a busy machine.
const avifPatience = 5 * time.Minute

var errNotDecoded = errors.New("the AVIF decoder refused it")

// libavifCode unpacks the decoder, once, and makes room for its compiled form.
var libavifCode = sync.OnceValues(func() ([]byte, wazero.CompilationCache) {
	z, err := gzip.NewReader(bytes.NewReader(libavif))
	if err != nil {
		panic(err) // it is embedded
	}
	code, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	return code, wazero.NewCompilationCache()
})

// surveyAVIF asks the container, which alone says how to turn the picture. Its
// metadata is in no way carried over.
func surveyAVIF(data []byte) (survey, error) {
	a, err := picture.ReadAVIF(bytes.NewReader(data))
	switch {
	case err != nil:
		return survey{}, err
	case a.Cropped:
		return survey{}, &picture.Problem{Reason: picture.UnsupportedType,
			Detail: "found an AVIF picture of which a part is hidden; save it again as JPEG or PNG"}
	}
	return survey{orientation: a.Orientation, profile: a.Profile}, nil
}

// decodeAVIF decodes a picture, or the first frame of a film, as it is stored.
func decodeAVIF(ctx context.Context, data []byte) (image.Image, error) {
	a, err := picture.ReadAVIF(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if int64(a.Width)*int64(a.Height) > picture.MaxPixels {
		return nil, errContradiction
	}
	ctx, cancel := context.WithTimeout(ctx, avifPatience)
	defer cancel()
	d, err := newAVIFDecoder(ctx, a.Width*a.Height)
	if err != nil {
		return nil, err
	}
	defer d.runtime.Close(context.WithoutCancel(ctx))
	return d.decode(ctx, data, a)
}

// An avifDecoder is one run of libavif. It can run only once: its memory is
// never given back but as a whole.
type avifDecoder struct {
	runtime wazero.Runtime
	module  api.Module
}

// newAVIFDecoder prepares a decoder whose memory is enough for a picture of so
// many pixels: with 12 bits a colour it takes about 40 bytes for each.
func newAVIFDecoder(ctx context.Context, pixels int) (*avifDecoder, error) {
	code, cache := libavifCode()
	const page, base, each = 64 << 10, 64 << 20, 40
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().
		WithCompilationCache(cache).
		WithCloseOnContextDone(true).
		WithMemoryCapacityFromMax(true).
		WithMemoryLimitPages(uint32((base+int64(pixels)*each)/page)))
	d := &avifDecoder{runtime: r}
	if err := d.start(ctx, code); err != nil {
		r.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return d, nil
}

func (d *avifDecoder) start(ctx context.Context, code []byte) error {
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, d.runtime); err != nil {
		return fmt.Errorf("start the AVIF decoder: %w", err)
	}
	compiled, err := d.runtime.CompileModule(ctx, code)
	if err != nil {
		return fmt.Errorf("compile the AVIF decoder: %w", err)
	}
	d.module, err = d.runtime.InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithStartFunctions("_initialize"))
	if err != nil {
		return fmt.Errorf("start the AVIF decoder: %w", err)
	}
	return nil
}

// What the decoder tells, by its place after the first of these values. The
// pause after a frame is only written with a frame, and so tells of one.
const (
	atWidth  = 0
	atHeight = 4
	atDepth  = 8
	atCount  = 12
	atPause  = 16
	told     = 24 // the size of all
)

// decode reads the header, makes room for the first frame, and decodes that.
func (d *avifDecoder) decode(ctx context.Context, data []byte, a picture.AVIF) (image.Image, error) {
	in, err := d.room(ctx, len(data))
	if err != nil {
		return nil, err
	}
	notes, err := d.room(ctx, told)
	if err != nil || !d.module.Memory().Write(in, data) {
		return nil, errors.Join(errNotDecoded, err)
	}
	if err := d.call(ctx, in, len(data), true, notes, 0); err != nil {
		return nil, err
	}
	if d.number(notes+atWidth) != uint32(a.Width) || d.number(notes+atHeight) != uint32(a.Height) {
		return nil, errContradiction
	}
	wide := d.number(notes+atDepth) > 8
	pixels, err := d.frame(ctx, in, len(data), notes, a.Width*a.Height*sizeOf(wide))
	if err != nil {
		return nil, err
	}
	return rgba(pixels, wide, a), nil
}

// sizeOf is how many bytes a pixel of four parts takes.
func sizeOf(wide bool) int {
	if wide {
		return 8
	}
	return 4
}

// frame decodes the first frame into size bytes, which stay the decoder's.
func (d *avifDecoder) frame(ctx context.Context, in uint32, length int, notes uint32, size int) ([]byte, error) {
	out, err := d.room(ctx, size)
	if err != nil {
		return nil, err
	}
	memory := d.module.Memory()
	memory.WriteFloat64Le(notes+atPause, math.NaN())
	if err := d.call(ctx, in, length, false, notes, out); err != nil {
		return nil, err
	}
	pause, _ := memory.ReadFloat64Le(notes + atPause)
	pixels, ok := memory.Read(out, uint32(size))
	if math.IsNaN(pause) || !ok {
		return nil, errNotDecoded
	}
	return pixels, nil
}

// room asks for memory inside the decoder.
func (d *avifDecoder) room(ctx context.Context, size int) (uint32, error) {
	at, err := d.module.ExportedFunction("malloc").Call(ctx, uint64(size))
	if err != nil || at[0] == 0 {
		return 0, errors.Join(errNotDecoded, err)
	}
	return uint32(at[0]), nil
}

// call decodes one frame, or the header alone.
func (d *avifDecoder) call(ctx context.Context, in uint32, size int, headerOnly bool, notes, out uint32) error {
	var header uint64
	if headerOnly {
		header = 1
	}
	n := uint64(notes)
	ok, err := d.module.ExportedFunction("decode").Call(ctx, uint64(in), uint64(size), header, 0,
		n+atWidth, n+atHeight, n+atDepth, n+atCount, n+atPause, uint64(out))
	if err != nil || ok[0] == 0 {
		return errors.Join(errNotDecoded, err)
	}
	return nil
}

func (d *avifDecoder) number(at uint32) uint32 {
	v, _ := d.module.Memory().ReadUint32Le(at)
	return v
}

// rgba copies pixels out of the decoder: of wide ones, whose bytes come in
// little-endian pairs, the more important half.
func rgba(pixels []byte, wide bool, a picture.AVIF) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, a.Width, a.Height))
	if !wide {
		copy(m.Pix, pixels)
		return m
	}
	for i := range m.Pix {
		m.Pix[i] = pixels[2*i+1]
	}
	return m
}
