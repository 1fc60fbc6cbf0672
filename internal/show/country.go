package show

import "strings"

// countries are the codes of ISO 3166-1 alpha-2.
const countries = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "

// mistaken are codes and words that are often written for a country's code.
var mistaken = map[string]string{
	"UK": "GB", "EN": "GB", "EL": "GR", "JA": "JP", "KO": "KR", "ZH": "CN", "DA": "DK", "SV": "SE", "CS": "CZ",
	"USA": "US", "GBR": "GB", "DEU": "DE", "GER": "DE", "FRA": "FR", "NLD": "NL", "BEL": "BE", "ESP": "ES", "ITA": "IT", "AUT": "AT", "CHE": "CH",
	"CAN": "CA", "AUS": "AU", "POL": "PL", "PRT": "PT", "SWE": "SE", "NOR": "NO", "DNK": "DK", "FIN": "FI", "IRL": "IE", "JPN": "JP",
	"BELGIUM": "BE", "GERMANY": "DE", "FRANCE": "FR", "NETHERLANDS": "NL", "ENGLAND": "GB", "SCOTLAND": "GB", "WALES": "GB", "UNITED KINGDOM": "GB",
	"SPAIN": "ES", "ITALY": "IT", "AUSTRIA": "AT", "SWITZERLAND": "CH", "CANADA": "CA", "AUSTRALIA": "AU", "IRELAND": "IE", "UNITED STATES": "US",
}

// CheckCountry reports whether code is a country's code of ISO 3166-1 alpha-2 in capitals. If it is not, nearest is what was
// most likely meant, "" when that is not clear.
func CheckCountry(code string) (nearest string, ok bool) {
	upper := strings.ToUpper(strings.TrimSpace(code))
	known := len(upper) == 2 && strings.Contains(countries, " "+upper+" ")
	if known {
		return upper, upper == code
	}
	return mistaken[upper], false
}
