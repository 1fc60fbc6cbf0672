package audio

import "time"

// frame is the header of an MPEG audio frame of layer III (ISO/IEC 11172-3, 2.4.1.3 and 13818-3).
type frame struct {
	version    int // 1, 2, or 25 for 2.5
	bitRate    int // bits per second
	sampleRate int
	mono       bool
	length     int64 // bytes with the header
}

// headerLength is the length of a frame header.
const headerLength = 4

// Bit rates by their index, in kbit/s: of MPEG-1, and of the lower sampling rates of MPEG-2 and 2.5.
var (
	bitRates    = [15]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	lowBitRates = [15]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
)

// versions and sampleRates stand under the two bits of a header that name the version; 0 is reserved.
var (
	versions    = [4]int{25, 0, 2, 1}
	sampleRates = [4][3]int{{11025, 12000, 8000}, {}, {22050, 24000, 16000}, {44100, 48000, 32000}}
)

// parseFrame reads a frame header; ok is false for anything that is none, and for free format, whose frames tell no length.
func parseFrame(b []byte) (f frame, ok bool) {
	if len(b) < headerLength || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return f, false
	}
	rate, sampling := int(b[2]>>4), int(b[2]>>2&3)
	version := b[1] >> 3 & 3
	if versions[version] == 0 || layer(b) != 3 || rate == 0 || rate == 15 || sampling == 3 || b[3]&3 == 2 {
		return f, false
	}
	f.version = versions[version]
	f.bitRate = f.bitRateAt(rate)
	f.sampleRate = sampleRates[version][sampling]
	f.mono = b[3]>>6 == 3
	f.length = int64(f.samples()/8*f.bitRate/f.sampleRate) + int64(b[2]>>1&1)
	return f, true
}

// bitRateAt is the bit rate with an index in frames of this version, in bits per second.
func (f frame) bitRateAt(index int) int {
	if f.version == 1 {
		return bitRates[index] * 1000
	}
	return lowBitRates[index] * 1000
}

// layer is the layer of what looks like a frame header: 1 to 3, or 4 for the reserved value.
func layer(b []byte) int { return 4 - int(b[1]>>1&3) }

// samples is the number of samples of a frame, per channel.
func (f frame) samples() int {
	if f.version == 1 {
		return 1152
	}
	return 576
}

// duration is the time of n frames like this one.
func (f frame) duration(n int64) time.Duration {
	samples := n * int64(f.samples())
	rate := int64(f.sampleRate)
	return time.Duration(samples/rate)*time.Second + time.Duration(samples%rate)*time.Second/time.Duration(rate)
}

// follows reports whether g can come after f in one stream.
func (f frame) follows(g frame) bool {
	return f.version == g.version && f.sampleRate == g.sampleRate && f.mono == g.mono
}
