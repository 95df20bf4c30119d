#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make_media_seeds.sh FOLDER: ten small frames in many containers and codecs, to start mutating from. Kinds whose encoder is
# not there are left out.
set -u
folder=$1
mkdir -p "$folder"
picture="testsrc2=size=128x96:rate=10:duration=1"
tone="sine=frequency=440:sample_rate=8000:duration=1"

make() { # make NAME ARGUMENT…
    name=$1
    shift
    ffmpeg -v quiet -nostdin -y -f lavfi -i "$picture" "$@" -fflags +bitexact "$folder/$name" || rm -f "$folder/$name"
}

make h264.mp4 -c:v libx264 -g 5 -bf 2 -pix_fmt yuv420p
make h264_sound.mp4 -f lavfi -i "$tone" -c:v libx264 -g 5 -pix_fmt yuv420p -c:a aac -b:a 16k
make hevc.mp4 -c:v libx265 -x265-params log-level=none:keyint=5 -pix_fmt yuv420p
make fragmented.mp4 -c:v libx264 -g 5 -pix_fmt yuv420p -movflags frag_keyframe+empty_moov
make edit_list.mp4 -ss 0.35 -c:v libx264 -g 5 -bf 2 -pix_fmt yuv420p -output_ts_offset 0.5
make encrypted.mp4 -c:v libx264 -pix_fmt yuv420p -encryption_scheme cenc-aes-ctr \
    -encryption_key 00112233445566778899aabbccddeeff -encryption_kid ffeeddccbbaa99887766554433221100
make rotated.mov -c:v mpeg4 -q:v 8 -metadata:s:v rotate=90
make prores.mov -c:v prores_ks -profile:v 0 -frames:v 2
make vp9.mkv -c:v libvpx-vp9 -b:v 60k -deadline realtime
make av1.mkv -c:v libaom-av1 -cpu-used 8 -b:v 40k -usage realtime
make vp8.webm -c:v libvpx -b:v 60k -deadline realtime
make sound.webm -f lavfi -i "$tone" -c:v libvpx -b:v 40k -c:a libopus -b:a 16k
make mjpeg.avi -c:v mjpeg -q:v 20 -pix_fmt yuvj420p
make mpeg4.avi -c:v mpeg4 -q:v 8 -bf 2
make h264.ts -c:v libx264 -g 5 -bf 2 -pix_fmt yuv420p
make mpeg2.ts -c:v mpeg2video -q:v 10 -flags +ildct+ilme
make mpeg1.mpg -r 25 -frames:v 10 -c:v mpeg1video -q:v 10
make flv1.flv -c:v flv -q:v 8
make h263.3gp -c:v h263 -q:v 10
make theora.ogv -c:v libtheora -q:v 2
make picture.gif -filter_complex "split[a][b];[a]palettegen[p];[b][p]paletteuse"
make raw.h264 -c:v libx264 -pix_fmt yuv420p
make raw.hevc -c:v libx265 -x265-params log-level=none -pix_fmt yuv420p
make apng.apng -c:v apng -frames:v 3
make wmv2.asf -c:v wmv2 -q:v 8
exit 0
