package main

import "fmt"

func bicycle() *canvas {
	c := newCanvas(640, 480, 0xf3ead8)
	c.fill(box(0, 385, 640, 480), 0xcbbd9f)
	for _, x := range []float64{190, 450} {
		c.fill(ring(x, 300, 90, 10), 0x22242a)
		c.fill(union(line(x-86, 300, x+86, 300, 2), line(x, 214, x, 386, 2),
			line(x-61, 239, x+61, 361, 2), line(x-61, 361, x+61, 239, 2)), 0x8d9199)
		c.fill(disc(x, 300, 9), 0x22242a)
	}
	c.fill(union(line(190, 300, 300, 300, 11), line(300, 300, 255, 175, 11), line(190, 300, 262, 195, 9),
		line(262, 195, 415, 190, 11), line(300, 300, 415, 190, 11), line(408, 150, 450, 300, 11)), 0xd6222f)
	c.fill(union(line(225, 168, 285, 168, 14), line(408, 150, 445, 140, 9), line(445, 140, 455, 165, 9)), 0x22242a)
	c.fill(union(ring(300, 300, 22, 6), line(300, 300, 320, 340, 6), line(308, 342, 334, 342, 7)), 0x55585f)
	return c
}

func chart() *canvas {
	c := newCanvas(640, 480, 0xffffff)
	c.fill(text(170, 24, 2, "Visitors per weekday"), 0x222222)
	for i := range 5 {
		y := 400 - float64(i)*75
		c.fill(line(80, y, 600, y, 1), 0xd5d8dd)
		c.fill(text(38, y-7, 1, fmt.Sprintf("%4d", i*50)), 0x555555)
	}
	days := []string{"Mon", "Tue", "Wed", "Thu", "Fri"}
	for i, height := range []float64{120, 175, 95, 230, 280} {
		left := 105 + float64(i)*100
		c.fill(box(left, 400-height, left+66, 400), []int{0x2a6fbb, 0xe07b39, 0x3f9b57, 0xb5403f, 0x7a5ba8}[i])
		c.fill(text(left+12, 412, 2, days[i]), 0x222222)
	}
	c.fill(union(line(80, 90, 80, 400, 2), line(80, 400, 600, 400, 2)), 0x222222)
	return c
}

func checkerboard() *canvas {
	c := newCanvas(480, 480, 0xefe6cf)
	c.flat = true
	c.fill(func(x, y float64) bool { return (int(x/60)+int(y/60))%2 == 1 }, 0x356b45)
	return c
}

func house() *canvas {
	c := newCanvas(640, 480, 0xaedcf5)
	c.flat = true
	c.fill(disc(560, 80, 42), 0xffd94a)
	c.fill(box(0, 360, 640, 480), 0x6dbb55)
	c.fill(box(410, 110, 450, 200), 0x8c4a3b)
	c.fill(box(180, 210, 480, 400), 0xf6e3b4)
	c.fill(polygon(150, 215, 330, 90, 510, 215), 0xb23a31)
	c.fill(box(300, 290, 360, 400), 0x5b3a26)
	c.fill(disc(350, 348, 5), 0xffd94a)
	for _, x := range []float64{205, 395} {
		c.fill(box(x, 250, x+65, 315), 0xffffff)
		c.fill(union(box(x+5, 255, x+30, 280), box(x+35, 255, x+60, 280),
			box(x+5, 285, x+30, 310), box(x+35, 285, x+60, 310)), 0x3c78a8)
	}
	c.fill(polygon(300, 400, 360, 400, 400, 480, 260, 480), 0xd8c9a3)
	return c
}

func fish() *canvas {
	c := newCanvas(640, 480, 0)
	c.fade(box(0, 0, 640, 480), 0, 480, 0x4cc9d8, 0x0a4f78)
	c.fill(below(wave(445, 10, 260, 20)), 0xd9c48f)
	body := ellipse(300, 240, 160, 85)
	c.fill(union(polygon(430, 240, 540, 160, 515, 240, 540, 320), polygon(230, 175, 300, 105, 370, 170),
		polygon(270, 315, 300, 365, 340, 312)), 0xe0661c)
	c.fill(body, 0xff8c2e)
	for _, x := range []float64{255, 345, 420} {
		c.fill(both(body, box(x, 0, x+26, 480)), 0xffffff)
	}
	c.fill(disc(195, 215, 20), 0xffffff)
	c.fill(disc(191, 215, 10), 0x101820)
	for i, r := range []float64{8, 12, 17} {
		c.fill(ring(110-float64(i)*12, 190-float64(i)*55, r, 3), 0xe8fbff)
	}
	return c
}

// portrait is a person as a shadow: without a face, age or anything else to
// guess from.
func portrait() *canvas {
	c := newCanvas(480, 600, 0x7fb8ad)
	c.fill(disc(240, 270, 205), 0xa9d5cb)
	c.fill(union(ellipse(240, 600, 200, 170), box(205, 330, 275, 450), ellipse(240, 250, 88, 112)), 0x22343c)
	return c
}

func sign() *canvas {
	c := newCanvas(640, 400, 0xcfe3ee)
	c.fill(box(300, 290, 340, 400), 0x7a5a3c)
	c.fill(box(50, 50, 590, 310), 0xffffff)
	c.fill(box(60, 60, 580, 300), 0x1f5f43)
	c.fill(text(111, 85, 6, "OPEN DAILY"), 0xffffff)
	c.fill(text(163, 195, 6, "9 to 17"), 0xffe08a)
	return c
}

func trafficLight() *canvas {
	c := newCanvas(360, 600, 0xbcd3e6)
	c.flat = true
	c.fill(box(165, 420, 195, 600), 0x5a5f66)
	c.fill(box(100, 60, 260, 440), 0x1d2126)
	c.fill(disc(180, 130, 50), 0x5c1f22)
	c.fill(disc(180, 250, 50), 0x5c4a1a)
	c.fill(disc(180, 370, 50), 0x35d06a)
	return c
}
