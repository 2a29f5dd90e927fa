"""The same four observations in the shapes in which publishers send SDMX-ML."""

from __future__ import annotations

V20 = "http://www.SDMX.org/resources/SDMXML/schemas/v2_0"
V21 = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
V30 = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

Said = dict[str, str]

NETHERLANDS = {"FREQ": "A", "REF_AREA": "NL", "UNIT_MULT": "6", "TITLE": "Spending, Dutch"}
UNITED_STATES = {"FREQ": "A", "REF_AREA": "US", "UNIT_MULT": "6", "TITLE": "Spending & more"}
SAID: list[Said] = [
    {**NETHERLANDS, "TIME_PERIOD": "2023", "OBS_VALUE": "1.50", "OBS_STATUS": "A"},
    {
        **NETHERLANDS,
        "TIME_PERIOD": "2024",
        "OBS_VALUE": "0.100000000000000005551",
        "OBS_STATUS": "E",
    },
    {**UNITED_STATES, "TIME_PERIOD": "2023", "OBS_VALUE": "NaN", "OBS_STATUS": "L"},
    {**UNITED_STATES, "TIME_PERIOD": "2024", "OBS_VALUE": "1E3"},
]

GENERIC_21 = f"""<?xml version="1.0" encoding="UTF-8"?>
<message:GenericData xmlns:message="{V21}/message" xmlns:common="{V21}/common"
    xmlns:generic="{V21}/data/generic">
  <message:Header>
    <message:ID>exchange-1</message:ID>
    <message:Test>false</message:Test>
    <message:Prepared>2026-07-01T10:20:30.5+02:00</message:Prepared>
    <message:Sender id="BANK"><common:Name xml:lang="en">A bank</common:Name></message:Sender>
    <message:Structure structureID="S1" dimensionAtObservation="TIME_PERIOD">
      <common:Structure>
        <URN>urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=BANK:SPENDING(1.0)</URN>
      </common:Structure>
    </message:Structure>
  </message:Header>
  <message:DataSet action="Replace" structureRef="S1" validFromDate="2026-07-01">
    <generic:Group type="Sibling">
      <generic:GroupKey><generic:Value id="REF_AREA" value="NL"/></generic:GroupKey>
      <generic:Attributes><generic:Value id="TITLE" value="Spending, Dutch"/></generic:Attributes>
    </generic:Group>
    <generic:Series>
      <generic:SeriesKey>
        <generic:Value id="FREQ" value="A"/><generic:Value id="REF_AREA" value="NL"/>
      </generic:SeriesKey>
      <generic:Attributes><generic:Value id="UNIT_MULT" value="6"/></generic:Attributes>
      <generic:Obs>
        <generic:ObsDimension value="2023"/><generic:ObsValue value="1.50"/>
        <generic:Attributes><generic:Value id="OBS_STATUS" value="A"/></generic:Attributes>
      </generic:Obs>
      <generic:Obs>
        <generic:ObsDimension value="2024"/><generic:ObsValue value="0.100000000000000005551"/>
        <generic:Attributes><generic:Value id="OBS_STATUS" value="E"/></generic:Attributes>
      </generic:Obs>
    </generic:Series>
    <generic:Series>
      <generic:SeriesKey>
        <generic:Value id="FREQ" value="A"/><generic:Value id="REF_AREA" value="US"/>
      </generic:SeriesKey>
      <generic:Attributes>
        <generic:Value id="UNIT_MULT" value="6"/>
        <generic:Value id="TITLE" value="Spending &amp; more"/>
      </generic:Attributes>
      <generic:Obs>
        <generic:ObsDimension value="2023"/><generic:ObsValue value="NaN"/>
        <generic:Attributes><generic:Value id="OBS_STATUS" value="L"/></generic:Attributes>
      </generic:Obs>
      <generic:Obs><generic:ObsDimension value="2024"/><generic:ObsValue value="1E3"/></generic:Obs>
    </generic:Series>
  </message:DataSet>
</message:GenericData>
"""


def _flat(said: Said) -> str:
    key = [f'<g:Value id="{name}" value="{said[name]}"/>' for name in ("FREQ", "REF_AREA")]
    key.append(f'<g:Value id="TIME_PERIOD" value="{said["TIME_PERIOD"]}"/>')
    own = [
        f'<g:Value id="{name}" value="{_escaped(said[name])}"/>'
        for name in ("UNIT_MULT", "TITLE", "OBS_STATUS")
        if name in said
    ]
    return (
        f"<g:Obs><g:ObsKey>{''.join(key)}</g:ObsKey>"
        f'<g:ObsValue value="{said["OBS_VALUE"]}"/>'
        f"<g:Attributes>{''.join(own)}</g:Attributes></g:Obs>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;")


def _attributes(said: Said) -> str:
    return " ".join(f'{name}="{_escaped(text)}"' for name, text in said.items())


GENERIC_FLAT_21 = f"""<m:GenericData xmlns:m="{V21}/message" xmlns:c="{V21}/common"
    xmlns:g="{V21}/data/generic">
  <m:Header>
    <m:ID>exchange-2</m:ID><m:Test>true</m:Test><m:Prepared>2026-07-01T10:20:30</m:Prepared>
    <m:Sender id="ORGANISATION"/>
    <m:Structure structureID="SPENDING_1" dimensionAtObservation="AllDimensions">
      <c:StructureUsage><Ref agencyID="ORG" id="SPENDING" version="1.0"/></c:StructureUsage>
    </m:Structure>
    <m:DataSetAction>Information</m:DataSetAction>
  </m:Header>
  <m:DataSet structureRef="SPENDING_1" action="Information">
    {"".join(map(_flat, SAID))}
  </m:DataSet>
</m:GenericData>
"""

_HEADER_21 = """<m:Header>
    <m:ID>exchange-3</m:ID><m:Test>false</m:Test><m:Prepared>2026-07-01T10:20:30</m:Prepared>
    <m:Sender id="OFFICE"/>
    <m:Structure structureID="S1" dimensionAtObservation="%s" namespace="urn:office">
      <c:Structure><Ref agencyID="OFFICE" id="SPENDING" version="1.0"/></c:Structure>
    </m:Structure>
  </m:Header>"""
_STRUCTURE_21 = (
    f'xmlns:m="{V21}/message" xmlns:c="{V21}/common" xmlns:ss="{V21}/data/structurespecific"'
    f' xmlns:o="urn:office" xmlns:xsi="{XSI}"'
)

STRUCTURE_21 = f"""<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData {_STRUCTURE_21}>
  {_HEADER_21 % "TIME_PERIOD"}
  <m:DataSet ss:dataScope="DataStructure" ss:structureRef="S1" xsi:type="o:DataSetType"
      ss:action="Replace">
    <Group xsi:type="o:Sibling" REF_AREA="NL" TITLE="Spending, Dutch"/>
    <Series FREQ="A" REF_AREA="NL" UNIT_MULT="6">
      <Obs TIME_PERIOD="2023" OBS_VALUE="1.50" OBS_STATUS="A"/>
      <Obs TIME_PERIOD="2024" OBS_VALUE="0.100000000000000005551" OBS_STATUS="E"/>
    </Series>
    <Series FREQ="A" REF_AREA="US" UNIT_MULT="6">
      <Obs TIME_PERIOD="2023" OBS_VALUE="NaN" OBS_STATUS="L"/>
      <Obs TIME_PERIOD="2024" OBS_VALUE="1E3"/>
    </Series>
    <Group xsi:type="o:Sibling" REF_AREA="US" TITLE="Spending &amp; more"/>
  </m:DataSet>
</m:StructureSpecificData>
"""

STRUCTURE_FLAT_21 = f"""<m:StructureSpecificData {_STRUCTURE_21}>
  {_HEADER_21 % "AllDimensions"}
  <m:DataSet ss:structureRef="S1" xsi:type="o:DataSetType" ss:action="Replace">
    {"".join(f"<Obs {_attributes(said)}/>" for said in SAID)}
  </m:DataSet>
</m:StructureSpecificData>
"""

COMPACT_20 = f"""<CompactData xmlns="{V20}/message">
  <Header>
    <ID>exchange-4</ID><Test>false</Test><Prepared>2026-07-01</Prepared><Sender id="FUND"/>
    <DataSetAction>Update</DataSetAction>
  </Header>
  <f:DataSet xmlns:f="urn:fund" keyFamilyURI="http://example.org/spending" UNIT_MULT="6">
    <f:SiblingGroup REF_AREA="NL" TITLE="Spending, Dutch"/>
    <f:Series FREQ="A" REF_AREA="NL">
      <f:Obs TIME_PERIOD="2023" OBS_VALUE="1.50" OBS_STATUS="A"/>
      <f:Obs TIME_PERIOD="2024" OBS_VALUE="0.100000000000000005551" OBS_STATUS="E"/>
    </f:Series>
    <f:SiblingGroup REF_AREA="US" TITLE="Spending &amp; more"/>
    <f:Series FREQ="A" REF_AREA="US">
      <f:Obs TIME_PERIOD="2023" OBS_VALUE="NaN" OBS_STATUS="L"/>
      <f:Obs TIME_PERIOD="2024" OBS_VALUE="1E3"/>
    </f:Series>
  </f:DataSet>
</CompactData>
"""


def _series_20(said: list[Said]) -> str:
    key = [f'<g:Value concept="{name}" value="{said[0][name]}"/>' for name in ("FREQ", "REF_AREA")]
    return (
        f"<g:Series><g:SeriesKey>{''.join(key)}</g:SeriesKey>"
        f'<g:Attributes><g:Value concept="TITLE" value="{_escaped(said[0]["TITLE"])}"/>'
        f"</g:Attributes>{''.join(map(_observation_20, said))}</g:Series>"
    )


def _observation_20(said: Said) -> str:
    status = (
        f'<g:Attributes><g:Value concept="OBS_STATUS" value="{said["OBS_STATUS"]}"/></g:Attributes>'
        if "OBS_STATUS" in said
        else ""
    )
    return (
        f"<g:Obs><g:Time>{said['TIME_PERIOD']}</g:Time>"
        f'<g:ObsValue value="{said["OBS_VALUE"]}"/>{status}</g:Obs>'
    )


GENERIC_20 = f"""<GenericData xmlns="{V20}/message" xmlns:g="{V20}/generic">
  <Header>
    <ID>exchange-5</ID><Prepared>2026-07-01T10:20:30</Prepared><Sender id="ORGANISATION"/>
  </Header>
  <DataSet>
    <g:KeyFamilyRef>SPENDING</g:KeyFamilyRef>
    <g:Attributes><g:Value concept="UNIT_MULT" value="6"/></g:Attributes>
    {_series_20(SAID[:2])}{_series_20(SAID[2:])}
  </DataSet>
</GenericData>
"""

STRUCTURE_30 = f"""<message:StructureSpecificData xmlns:message="{V30}/message"
    xmlns:ss="{V30}/data/structurespecific" xmlns:common="{V30}/common"
    xmlns:ns1="urn:fund" xmlns:xsi="{XSI}">
  <message:Header>
    <message:ID>exchange-6</message:ID><message:Test>false</message:Test>
    <message:Prepared>2026-07-01T10:20:30Z</message:Prepared><message:Sender id="FUND"/>
    <message:Structure structureID="S1" namespace="urn:fund" dimensionAtObservation="TIME_PERIOD">
      <common:Structure>urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=FUND:SPENDING(2.1.0)
      </common:Structure>
    </message:Structure>
  </message:Header>
  <message:DataSet ss:structureRef="S1" xsi:type="ns1:DataSetType" ss:action="Replace">
    <Atts UNIT_MULT="6"/>
    <Group xsi:type="ns1:Sibling" REF_AREA="NL">
      <Comp id="TITLE"><Value>Spending, Dutch</Value></Comp>
    </Group>
    <Series FREQ="A" REF_AREA="NL">
      <Obs TIME_PERIOD="2023" OBS_VALUE="1.50" OBS_STATUS="A"/>
      <Obs TIME_PERIOD="2024" OBS_VALUE="0.100000000000000005551" OBS_STATUS="E"/>
    </Series>
    <Series FREQ="A" REF_AREA="US">
      <Comp id="TITLE"><Value><common:Text>Spending &amp; more</common:Text></Value></Comp>
      <Obs TIME_PERIOD="2023" OBS_VALUE="NaN"><Comp id="OBS_STATUS"><Value>L</Value></Comp></Obs>
      <Obs TIME_PERIOD="2024" OBS_VALUE="1E3"/>
    </Series>
  </message:DataSet>
</message:StructureSpecificData>
"""

MESSAGES = {
    "generic 2.1": GENERIC_21,
    "generic 2.1, flat": GENERIC_FLAT_21,
    "structure-specific 2.1": STRUCTURE_21,
    "structure-specific 2.1, flat": STRUCTURE_FLAT_21,
    "compact 2.0": COMPACT_20,
    "generic 2.0": GENERIC_20,
    "structure-specific 3.0": STRUCTURE_30,
}
