#include "textflag.h"

// Round keys, in every function: Z16 is added first, Z17 to Z26 are those of the last
// ten rounds; before these, AES-192 has Z27 and Z28, AES-256 Z29 and Z30 as well.

// reversed is the order of a block's bytes as those of a number of 128 bits.
DATA reversed<>+0(SB)/8, $0x08090a0b0c0d0e0f
DATA reversed<>+8(SB)/8, $0x0001020304050607
GLOBL reversed<>(SB), RODATA|NOPTR, $16

// modulus is GHASH's for Montgomery's reduction, in the high half.
DATA modulus<>+0(SB)/8, $1
DATA modulus<>+8(SB)/8, $0xc200000000000000
GLOBL modulus<>(SB), RODATA|NOPTR, $16

// counts are what the first four counters are more than that of the tag.
DATA counts<>+0(SB)/8, $1
DATA counts<>+8(SB)/8, $0
DATA counts<>+16(SB)/8, $2
DATA counts<>+24(SB)/8, $0
DATA counts<>+32(SB)/8, $3
DATA counts<>+40(SB)/8, $0
DATA counts<>+48(SB)/8, $4
DATA counts<>+56(SB)/8, $0
GLOBL counts<>(SB), RODATA|NOPTR, $64

DATA four<>+0(SB)/8, $4
DATA four<>+8(SB)/8, $0
GLOBL four<>(SB), RODATA|NOPTR, $16

// LOADKEYS loads the round keys of the schedule at AX, and their number to R8.
#define LOADKEYS \
	MOVQ 240(AX), R8; \
	LEAQ -9(R8), R9; \
	SHLQ $4, R9; \
	ADDQ AX, R9; \
	VBROADCASTI32X4 (AX), Z16; \
	VBROADCASTI32X4 (R9), Z17; \
	VBROADCASTI32X4 16(R9), Z18; \
	VBROADCASTI32X4 32(R9), Z19; \
	VBROADCASTI32X4 48(R9), Z20; \
	VBROADCASTI32X4 64(R9), Z21; \
	VBROADCASTI32X4 80(R9), Z22; \
	VBROADCASTI32X4 96(R9), Z23; \
	VBROADCASTI32X4 112(R9), Z24; \
	VBROADCASTI32X4 128(R9), Z25; \
	VBROADCASTI32X4 144(R9), Z26; \
	VBROADCASTI32X4 16(AX), Z27; \
	VBROADCASTI32X4 32(AX), Z28; \
	VBROADCASTI32X4 48(AX), Z29; \
	VBROADCASTI32X4 64(AX), Z30

// ROUND4 is one round of 16 blocks, ROUND1 of four.
#define ROUND4(ins, key) \
	ins key, Z0, Z0; \
	ins key, Z1, Z1; \
	ins key, Z2, Z2; \
	ins key, Z3, Z3

#define LAST4(ins, last) \
	ROUND4(ins, Z17); \
	ROUND4(ins, Z18); \
	ROUND4(ins, Z19); \
	ROUND4(ins, Z20); \
	ROUND4(ins, Z21); \
	ROUND4(ins, Z22); \
	ROUND4(ins, Z23); \
	ROUND4(ins, Z24); \
	ROUND4(ins, Z25); \
	ROUND4(last, Z26)

#define LAST1(ins, last) \
	ins Z17, Z0, Z0; \
	ins Z18, Z0, Z0; \
	ins Z19, Z0, Z0; \
	ins Z20, Z0, Z0; \
	ins Z21, Z0, Z0; \
	ins Z22, Z0, Z0; \
	ins Z23, Z0, Z0; \
	ins Z24, Z0, Z0; \
	ins Z25, Z0, Z0; \
	last Z26, Z0, Z0

// MULTIPLY adds the products of four blocks and four powers to Z8, Z9 and Z10: their
// low, middle and high parts. It uses Z0, Z1, Z2, Z3.
#define MULTIPLY(blocks, pow) \
	VPCLMULQDQ $0x00, blocks, pow, Z0; \
	VPCLMULQDQ $0x01, blocks, pow, Z1; \
	VPCLMULQDQ $0x10, blocks, pow, Z2; \
	VPCLMULQDQ $0x11, blocks, pow, Z3; \
	VPXORQ Z0, Z8, Z8; \
	VPTERNLOGQ $0x96, Z1, Z2, Z9; \
	VPXORQ Z3, Z10, Z10

// REDUCE is the hash in X15 out of Z8, Z9 and Z10. It uses Z11 and Z12.
#define REDUCE \
	VBROADCASTI32X4 modulus<>(SB), Z12; \
	VPCLMULQDQ $0x01, Z8, Z12, Z11; \
	VPSHUFD $0x4e, Z8, Z8; \
	VPTERNLOGQ $0x96, Z11, Z8, Z9; \
	VPCLMULQDQ $0x01, Z9, Z12, Z11; \
	VPSHUFD $0x4e, Z9, Z9; \
	VPTERNLOGQ $0x96, Z11, Z9, Z10; \
	VEXTRACTI64X4 $1, Z10, Y11; \
	VPXOR Y11, Y10, Y10; \
	VEXTRACTI128 $1, Y10, X11; \
	VPXOR X11, X10, X15

// NOPRODUCTS begins a sum of products.
#define NOPRODUCTS \
	VPXORQ Z8, Z8, Z8; \
	VPXORQ Z9, Z9, Z9; \
	VPXORQ Z10, Z10, Z10

// COUNT is the next four counter blocks.
#define COUNT(blocks) \
	VPSHUFB Z31, Z13, blocks; \
	VPADDD Z14, Z13, Z13; \
	VPXORQ Z16, blocks, blocks

// func decryptGCM(key *GCM, s *Sum, dst, text []byte)
TEXT ·decryptGCM(SB), NOSPLIT, $0-64
	MOVQ key+0(FP), AX
	MOVQ s+8(FP), DX
	MOVQ dst_base+16(FP), DI
	MOVQ text_base+40(FP), SI
	MOVQ text_len+48(FP), CX
	VBROADCASTI32X4 reversed<>(SB), Z31
	LOADKEYS

	// The counter block, encrypted, stays in the Sum.
	VBROADCASTI32X4 (DX), Z13
	VPXORQ Z16, Z13, Z0
	CMPQ R8, $10
	JE tag10
	VAESENC Z27, Z0, Z0
	VAESENC Z28, Z0, Z0
	CMPQ R8, $12
	JE tag10
	VAESENC Z29, Z0, Z0
	VAESENC Z30, Z0, Z0
tag10:
	LAST1(VAESENC, VAESENCLAST)
	VMOVDQU X0, (DX)
	VPSHUFB Z31, Z13, Z13
	VPADDD counts<>(SB), Z13, Z13
	VBROADCASTI32X4 four<>(SB), Z14

	// The additional data, times H.
	VMOVDQU 16(DX), X4
	VPSHUFB X31, X4, X4
	VMOVDQU 504(AX), X5
	NOPRODUCTS
	MULTIPLY(Z4, Z5)
	REDUCE

	CMPQ CX, $256
	JB rest
blocks16:
	COUNT(Z0)
	COUNT(Z1)
	COUNT(Z2)
	COUNT(Z3)
	VMOVDQU64 (SI), Z4
	VMOVDQU64 64(SI), Z5
	VMOVDQU64 128(SI), Z6
	VMOVDQU64 192(SI), Z7
	CMPQ R8, $10
	JE loop10
	ROUND4(VAESENC, Z27)
	ROUND4(VAESENC, Z28)
	CMPQ R8, $12
	JE loop10
	ROUND4(VAESENC, Z29)
	ROUND4(VAESENC, Z30)
loop10:
	LAST4(VAESENC, VAESENCLAST)
	VPXORQ Z4, Z0, Z0
	VPXORQ Z5, Z1, Z1
	VPXORQ Z6, Z2, Z2
	VPXORQ Z7, Z3, Z3
	VMOVDQU64 Z0, (DI)
	VMOVDQU64 Z1, 64(DI)
	VMOVDQU64 Z2, 128(DI)
	VMOVDQU64 Z3, 192(DI)
	VPSHUFB Z31, Z4, Z4
	VPSHUFB Z31, Z5, Z5
	VPSHUFB Z31, Z6, Z6
	VPSHUFB Z31, Z7, Z7
	VPXORQ Z15, Z4, Z4
	NOPRODUCTS
	VMOVDQU64 264(AX), Z12
	MULTIPLY(Z4, Z12)
	VMOVDQU64 328(AX), Z12
	MULTIPLY(Z5, Z12)
	VMOVDQU64 392(AX), Z12
	MULTIPLY(Z6, Z12)
	VMOVDQU64 456(AX), Z12
	MULTIPLY(Z7, Z12)
	REDUCE
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $256, CX
	CMPQ CX, $256
	JAE blocks16

	// The rest, of up to 16 blocks, with the block of lengths: R10 is at the power for
	// its first.
rest:
	LEAQ 15(CX), R9
	SHRQ $4, R9
	SHLQ $4, R9
	LEAQ 504(AX), R10
	SUBQ R9, R10
	NOPRODUCTS
	TESTQ CX, CX
	JZ lengths
blocks4:
	MOVQ $-1, R9
	CMPQ CX, $64
	JAE whole
	BZHIQ CX, R9, R9
whole:
	KMOVQ R9, K1
	VMOVDQU8.Z (SI), K1, Z4
	COUNT(Z0)
	CMPQ R8, $10
	JE rest10
	VAESENC Z27, Z0, Z0
	VAESENC Z28, Z0, Z0
	CMPQ R8, $12
	JE rest10
	VAESENC Z29, Z0, Z0
	VAESENC Z30, Z0, Z0
rest10:
	LAST1(VAESENC, VAESENCLAST)
	VPXORQ Z4, Z0, Z0
	VMOVDQU8 Z0, K1, (DI)
	VPSHUFB Z31, Z4, Z4
	VPXORQ Z15, Z4, Z4
	VPXORQ Z15, Z15, Z15
	VMOVDQU64 (R10), Z12
	MULTIPLY(Z4, Z12)
	ADDQ $64, SI
	ADDQ $64, DI
	ADDQ $64, R10
	SUBQ $64, CX
	JA blocks4

lengths:
	VMOVDQU 32(DX), X4
	VPSHUFB X31, X4, X4
	VPXOR X15, X4, X4
	VMOVDQU 504(AX), X12
	MULTIPLY(Z4, Z12)
	REDUCE
	VPSHUFB X31, X15, X15
	VPXOR (DX), X15, X15
	VMOVDQU X15, (DX)
	VZEROUPPER
	RET

// func decryptCBC(s *schedule, dst, text, iv []byte)
TEXT ·decryptCBC(SB), NOSPLIT, $0-80
	MOVQ s+0(FP), AX
	MOVQ dst_base+8(FP), DI
	MOVQ text_base+32(FP), SI
	MOVQ text_len+40(FP), CX
	MOVQ iv_base+56(FP), DX
	LOADKEYS
	VBROADCASTI32X4 (DX), Z15 // the block before is the last of the four

	CMPQ CX, $256
	JB rest
blocks16:
	VMOVDQU64 (SI), Z4
	VMOVDQU64 64(SI), Z5
	VMOVDQU64 128(SI), Z6
	VMOVDQU64 192(SI), Z7
	VPXORQ Z16, Z4, Z0
	VPXORQ Z16, Z5, Z1
	VPXORQ Z16, Z6, Z2
	VPXORQ Z16, Z7, Z3
	CMPQ R8, $10
	JE loop10
	ROUND4(VAESDEC, Z27)
	ROUND4(VAESDEC, Z28)
	CMPQ R8, $12
	JE loop10
	ROUND4(VAESDEC, Z29)
	ROUND4(VAESDEC, Z30)
loop10:
	LAST4(VAESDEC, VAESDECLAST)
	VALIGNQ $6, Z15, Z4, Z8
	VALIGNQ $6, Z4, Z5, Z9
	VALIGNQ $6, Z5, Z6, Z10
	VALIGNQ $6, Z6, Z7, Z11
	VMOVDQA64 Z7, Z15
	VPXORQ Z8, Z0, Z0
	VPXORQ Z9, Z1, Z1
	VPXORQ Z10, Z2, Z2
	VPXORQ Z11, Z3, Z3
	VMOVDQU64 Z0, (DI)
	VMOVDQU64 Z1, 64(DI)
	VMOVDQU64 Z2, 128(DI)
	VMOVDQU64 Z3, 192(DI)
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $256, CX
	CMPQ CX, $256
	JAE blocks16

rest:
	TESTQ CX, CX
	JZ done
blocks4:
	MOVQ $-1, R9
	CMPQ CX, $64
	JAE whole
	BZHIQ CX, R9, R9
whole:
	KMOVQ R9, K1
	VMOVDQU8.Z (SI), K1, Z4
	VPXORQ Z16, Z4, Z0
	CMPQ R8, $10
	JE rest10
	VAESDEC Z27, Z0, Z0
	VAESDEC Z28, Z0, Z0
	CMPQ R8, $12
	JE rest10
	VAESDEC Z29, Z0, Z0
	VAESDEC Z30, Z0, Z0
rest10:
	LAST1(VAESDEC, VAESDECLAST)
	VALIGNQ $6, Z15, Z4, Z8
	VMOVDQA64 Z4, Z15
	VPXORQ Z8, Z0, Z0
	VMOVDQU8 Z0, K1, (DI)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $64, CX
	JA blocks4
done:
	VZEROUPPER
	RET
