package dhcp

func netbiosOverTcpipNodeTypeName(v uint64) string {
	switch v {
	case 1:
		return "B-node"
	case 2:
		return "P-node"
	case 4:
		return "M-node"
	case 8:
		return "H-node"
	}
	return ""
}

func optionOverloadName(v uint64) string {
	switch v {
	case 1:
		return "Boot file name holds options"
	case 2:
		return "Server host name holds options"
	case 3:
		return "Boot file and server host names hold options"
	}
	return ""
}

func clientSystemArchitectureName(v uint64) string {
	switch v {
	case 0:
		return "IA x86 PC"
	case 1:
		return "NEC/PC98"
	case 2:
		return "IA64 PC"
	case 3:
		return "DEC Alpha"
	case 4:
		return "ArcX86"
	case 5:
		return "Intel Lean Client"
	case 6:
		return "EFI IA32"
	case 7:
		return "EFI x64"
	case 8:
		return "EFI Xscale"
	case 9:
		return "EFI BC"
	case 10:
		return "ARM 32-bit UEFI"
	case 11:
		return "ARM 64-bit UEFI"
	case 12:
		return "PowerPC Open Firmware"
	case 13:
		return "PowerPC ePAPR"
	case 14:
		return "POWER OPAL v3"
	case 15:
		return "x86 UEFI HTTP"
	case 16:
		return "x64 UEFI HTTP"
	case 17:
		return "EBC UEFI HTTP"
	case 18:
		return "ARM 32-bit UEFI HTTP"
	case 19:
		return "ARM 64-bit UEFI HTTP"
	case 20:
		return "PC/AT HTTP"
	case 21:
		return "ARM 32-bit uboot"
	case 22:
		return "ARM 64-bit uboot"
	case 23:
		return "ARM 32-bit uboot HTTP"
	case 24:
		return "ARM 64-bit uboot HTTP"
	case 25:
		return "RISC-V 32-bit UEFI"
	case 26:
		return "RISC-V 32-bit UEFI HTTP"
	case 27:
		return "RISC-V 64-bit UEFI"
	case 28:
		return "RISC-V 64-bit UEFI HTTP"
	case 29:
		return "RISC-V 128-bit UEFI"
	case 30:
		return "RISC-V 128-bit UEFI HTTP"
	case 31:
		return "s390 Basic"
	case 32:
		return "s390 Extended"
	case 33:
		return "MIPS 32-bit UEFI"
	case 34:
		return "MIPS 64-bit UEFI"
	case 35:
		return "Sunway 32-bit UEFI"
	case 36:
		return "Sunway 64-bit UEFI"
	case 37:
		return "LoongArch 32-bit UEFI"
	case 38:
		return "LoongArch 32-bit UEFI HTTP"
	case 39:
		return "LoongArch 64-bit UEFI"
	case 40:
		return "LoongArch 64-bit UEFI HTTP"
	case 41:
		return "ARM rpiboot"
	}
	return ""
}

func dhcpAutoConfigurationName(v uint64) string {
	switch v {
	case 0:
		return "DoNotAutoConfigure"
	case 1:
		return "AutoConfigure"
	}
	return ""
}
