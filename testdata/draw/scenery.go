package main

import "math"

func sunset() *canvas {
	c := newCanvas(640, 480, 0)
	c.fade(box(0, 0, 640, 300), 0, 300, 0x3a1f5d, 0xff9a4d)
	c.fill(disc(300, 285, 75), 0xffe08a)
	c.fade(box(0, 300, 640, 480), 300, 480, 0xe06a3f, 0x1c2541)
	for i := range 9 {
		y, half := 312+float64(i)*17, 80-float64(i)*7
		c.fill(line(300-half, y, 300+half, y, 5), 0xffd27a)
	}
	c.fill(union(polygon(455, 345, 555, 345, 535, 365, 475, 365), polygon(500, 338, 500, 255, 555, 338),
		polygon(492, 338, 492, 275, 458, 338)), 0x1a1326)
	return c
}

func hills() *canvas {
	c := newCanvas(640, 480, 0)
	c.fade(box(0, 0, 640, 480), 0, 330, 0x5aa9f2, 0xe6f4ff)
	c.fill(disc(540, 90, 45), 0xffe45c)
	c.fill(cloud(150, 110, 1), 0xffffff)
	c.fill(cloud(380, 70, 0.7), 0xffffff)
	c.fill(below(wave(290, 50, 620, 60)), 0x8fcf6a)
	c.fill(below(wave(340, 45, 520, 330)), 0x5fb04a)
	c.fill(below(wave(410, 40, 700, 100)), 0x3c8a35)
	c.fill(box(112, 300, 128, 380), 0x6b4423)
	c.fill(union(disc(120, 270, 48), disc(90, 300, 30), disc(150, 300, 30)), 0x1f6b2c)
	return c
}

func cloud(x, y, size float64) shape {
	return union(ellipse(x, y, 60*size, 26*size), disc(x-25*size, y-14*size, 26*size), disc(x+18*size, y-20*size, 32*size))
}

func night() *canvas {
	c := newCanvas(640, 480, 0)
	c.fade(box(0, 0, 640, 480), 0, 480, 0x060b26, 0x27335f)
	random := numbers(7)
	for range 60 {
		star := disc(random(640), random(300), 1.6)
		c.fill(without(star, disc(470, 120, 60)), 0xf5f3d0)
	}
	c.fill(without(disc(470, 120, 60), disc(500, 105, 52)), 0xfff3b0)
	for i, height := range []float64{120, 180, 90, 220, 140, 170, 100, 200} {
		left, top := float64(i)*80, 480-height
		c.fill(box(left+4, top, left+78, 480), 0x05070f)
		for y := top + 16; y < 460; y += 34 {
			c.fill(box(left+16, y, left+30, y+16), 0xffc94d)
			c.fill(box(left+52, y, left+66, y+16), 0x2b2f45)
		}
	}
	return c
}

// numbers are whole numbers below a limit that look random and are always the
// same.
func numbers(seed uint32) func(limit uint32) float64 {
	return func(limit uint32) float64 {
		seed = seed*1664525 + 1013904223
		return float64((seed >> 8) % limit)
	}
}

func panorama() *canvas {
	c := newCanvas(1200, 320, 0)
	c.fade(box(0, 0, 1200, 320), 0, 240, 0x9cc9e8, 0xfdf0e0)
	for i, height := range []float64{150, 210, 120, 235, 170, 200} {
		x, top := 60+float64(i)*215, 270-height
		mountain := polygon(x-210, 290, x, top, x+210, 290)
		snow := without(mountain, below(func(at float64) float64 { return top + 55 + 12*math.Sin(at/9) }))
		c.fill(mountain, []int{0x5d6d8a, 0x6f7f9c, 0x4f5f7b}[i%3])
		c.fill(snow, 0xf7fbff)
	}
	c.fill(below(wave(265, 10, 600, 0)), 0x3f6b4a)
	c.fade(box(0, 285, 1200, 320), 285, 320, 0x79aed0, 0x3d7299)
	return c
}

func lighthouse() *canvas {
	c := newCanvas(400, 700, 0)
	c.fade(box(0, 0, 400, 700), 0, 520, 0x2f4a7d, 0xf6c7a6)
	c.fill(union(polygon(205, 150, 400, 60, 400, 180), polygon(195, 150, 0, 60, 0, 180)), 0xf9e7a8)
	c.fade(box(0, 520, 400, 700), 520, 700, 0x3d7ea6, 0x12304f)
	c.fill(ellipse(200, 640, 170, 75), 0x4a4238)
	tower := polygon(165, 185, 235, 185, 260, 600, 140, 600)
	c.fill(tower, 0xf7f3ea)
	for y := 230.0; y < 600; y += 140 {
		c.fill(both(tower, box(0, y, 400, y+70)), 0xc8323c)
	}
	c.fill(box(150, 175, 250, 190), 0x2a2a2e)
	c.fill(box(175, 125, 225, 175), 0xfff1a8)
	c.fill(polygon(165, 127, 235, 127, 200, 85), 0xc8323c)
	c.fill(box(187, 545, 213, 600), 0x2a2a2e)
	return c
}
