// Hosts whose accounts take time-based one-time codes; written by e2e/quirks/two-factor.ts. From
// 2factorauth/twofactorauth, commit f3ac2ab71c6fe4857a4ad1ef039d2a4eaf1a342c, 2026-08-04.
// Copyright 2014 - 2020 Josh Davis, 2021 2factorauth and contributors, MIT licence: its words are in NOTICE.

export const TWO_FACTOR_HOSTS = `
101domain.com 123-reg.co.uk 123formbuilder.com 126.com 15five.com 1password.ca 1password.com 1password.eu 20i.com
23andme.com 2checkout.com 3commas.io 4cd.edu 500px.com a2hosting.com abode.mx above.com accelo.com
access.service.gov.uk account.meethue.com accountable.eu accounts.firefox.com accounts.nintendo.com acquia.com
actionstep.com active24.com activecampaign.com activestate.com activision.com adafruit.com addiko.hr adguard-dns.io
adguard-vpn.com adguard.com adressa.no adyen.com aero.zip aeza.net aftenbladet.no aftenposten.no afternic.com
aftonbladet.se airbrake.io airship.com airtable.com aiven.io ajax.systems alchemer.com algolia.com alibabacloud.com
aliyun.com all-inkl.com allegro.pl allmylinks.com altcointrader.co.za alterdice.com altoira.com amazingmarvin.com
amazon.ae amazon.ca amazon.cn amazon.co.jp amazon.co.uk amazon.com amazon.com.au amazon.com.br amazon.com.mx
amazon.com.tr amazon.de amazon.es amazon.fr amazon.in amazon.it amazon.nl amazon.sa amazon.se amazon.sg
americafirst.com americancentury.com ameriprise.com angel.co any.run anycoindirect.eu anydesk.com apnic.net
app.flexera.com app.terraform.io app.vagrantup.com appfigures.com appfolio.com appodeal.com appoptics.com appsignal.com
appveyor.com appwrite.io arduino.cc arena.net arin.net artifacthub.io artists.spotify.com arubainstanton.com asana.com
ashesofcreation.com assembla.com astrogaming.com asus.com atera.com aternos.org atlas-myrmv.massdot.state.ma.us
audiense.com audiofanzine.com auth.hashicorp.com auth.meethue.com auth.opera.com auth0.com autodesk.com automater.pl
autotask.net availity.com avanza.se avast.com avg.com awardwallet.com awin.com aws.amazon.com azure.microsoft.com
back4app.com backblaze.com bahn.com bahn.de balena.io bamboohr.com baremetrics.com barmenia.de basecamp.com batch.com
beget.com bestbuy.com betfair.com bethesda.net betterment.com betvictor.com bglcorp.com bibox.com bilbasen.dk bill.com
binance.com bitbar.com bitbns.com bitbucket.org bitbuy.ca bitcoin.de bitdefender.com bitfinex.com bitflyer.com
bitforex.com bitget.com bitgo.com bithumb.com bitmex.com bitpanda.com bitpay.com bitrise.io bitrix24.com bitrix24.eu
bitrix24.net bitrix24.ru bitskins.com bitso.com bitstamp.net bittrex.com bitvavo.com bitwarden.com bkex.com
blackbaud.com blacknight.com bladeandsoul.com blockchain.com blockchain.info blocket.se blockfi.com blossom88.com
bluehost.com bluesnap.com bnktothefuture.com bohemia.net bokio.se bonus.ly booking.com boursedirect.fr box.com
braintreepayments.com brandwatch.com brevo.com brex.com britishairways.com broadcom.com bt.no btcbox.co.jp
btcmarkets.net btcpop.co btcturk.com bubble.io buda.com buddy.works buffer.com bugcrowd.com bugsnag.com
bugzilla.mozilla.org buhl.de buick.com buildium.com buildkite.com builtwith.com bullionstar.com bullionvault.com
bunny.net buymeacoffee.com bybit.com bytbil.com byu.edu cadillac.com cal.com calendly.com callofduty.com cam.ac.uk
campaignmonitor.com canada.ca canva.com capcom-europe.com capcom.co.jp capcom.com capcom.com.tw capcomusa.com
capsulecrm.com cardmarket.com carrd.co carta.com cash.app caspio.com cat.com cdn77.com cdnsun.com central.sophos.com
cex.io changelly.com chargebee.com charliehr.com chartbeat.com chat.google.com chatgpt.com chatwork.com checkfront.com
checkmategaming.com chevrolet.com choko.link circle.com cisco.com citadelbanking.com classlink.com clearscore.com
clevertap.com clickup.com cliniko.com clio.com close.com cloud.baidu.com cloud.google.com cloud.hashicorp.com
cloud.ibm.com cloud.malwarebytes.com cloud.oracle.com cloud66.com cloudamqp.com cloudbees.com cloudbet.com
cloudconvert.com cloudflare.com cloudhq.net cloudinary.com cloudns.net cloudways.com clover.com cloze.com clubhouse.io
cobalt.io coda.io codebasehq.com codeberg.org cognitoforms.com coinbase.com coinberry.com coincheck.com coindcx.com
coindeal.com coinfalcon.com coingate.com coinify.com coinigy.com coinjar.com coinloan.io coinmarketcap.com
coinone.co.kr coinpayments.net coinpayu.com coinremitter.com coins.ph coinsmart.com coinspot.com.au cointiger.com
cointracker.io cointracking.info cointraffic.io coinut.com coinzilla.com combell.com communityamerica.com comodo.com
compose.com concur.ae concur.be concur.ca concur.cl concur.cn concur.co concur.co.in concur.co.jp concur.co.uk
concur.co.za concur.com concur.com.ar concur.com.au concur.com.br concur.com.hk concur.com.mx concur.com.sg concur.de
concur.dk concur.es concur.fi concur.fr concur.it concur.kr concur.nl concur.no concur.pe concur.se concur.tw
concursolutions.com coned.com connectwise.com consentmanager.net constellix.com contabo.com contentful.com
convertkit.com cookieyes.com cordial.com corporatefinanceinstitute.com coursera.org cpoms.co.uk cpoms.net cpp.edu
cqu.edu.au cra-arc.gc.ca crashplan.com crashplanpro.com credly.com cron-job.org cronometer.com crowdcube.com
crowdcube.eu crowdin.com crowdsupply.com crypto.com cryptonator.com cryptotaxcalculator.io current-rms.com customer.io
customercontrolpanel.de cyon.ch dan.com dashlane.com databox.com datadoghq.com datarobot.com datev.de datto.com dba.dk
deakin.edu.au deel.com deepl.com degiro.at degiro.ch degiro.co.no degiro.co.uk degiro.cz degiro.de degiro.dk degiro.es
degiro.fi degiro.fr degiro.gr degiro.hu degiro.ie degiro.it degiro.nl degiro.pl degiro.pt degiro.se delinea.com
demio.com deployhq.com deputy.com detectify.com deutschepost.de deviantart.com dext.com digicert.com
digitalcombatsimulator.com digitalocean.com digitalsurge.com.au digitec.ch dinahosting.com dinero.dk directadmin.com
directnic.com discogs.com discord.com discordapp.com disqus.com dmarcanalyzer.com dmarcian.com dmm.com dmoj.ca
dnsfilter.com dnsimple.com docker.com docusign.com docusign.net domeneshop.no dominodatalab.com doppler.com dotloop.com
dreamhost.com drift.com drive.google.com dropbox.com druide.com drupal.org dwolla.com dynadot.com dynu.com e24.no
ea.com eagle.ru earthclassmail.com easydmarc.com easydns.com easysendy.com ebay.at ebay.be ebay.ca ebay.ch ebay.cn
ebay.co.jp ebay.co.uk ebay.com ebay.com.au ebay.com.hk ebay.com.my ebay.com.sg ebay.com.tw ebay.de ebay.es ebay.fr
ebay.ie ebay.in ebay.it ebay.nl ebay.ph ebay.pl eclincher.com ecobee.com ecu.edu eduid.ch egnyte.com elastic.co
element.io elmah.io emailmeform.com emplifi.io eneba.com engineyard.com enom.com ente.io envato.com envoyer.io eon.de
epayslips.co.uk epicgames.com epik.com eset.com esri.com etana.com etsy.com eukhost.com eurodns.com eveonline.com
everlaw.com evernote.com exact.com exmo.com expensify.com expo.dev f-secure.com f2pool.com facebook.com faceit.com
fakturoid.cz falcon.io fallguys.com fanatical.com fandom.com fanduel.com fastcomet.com fasthosts.co.uk fastly.com
fastmail.com fathomhq.com faucetcrypto.com faucetpay.io fauna.com favro.com fax.plus feedly.com fi.google.com
fiber.google.com fidelity.com fig.co figma.com filen.io files.com finary.com findmyshift.com finn.no finnair.com
firmex.com firsttechfed.com fit.google.com flexera.com flightaware.com flipsnack.com floatplane.com flourish.studio
fly-metrics.net fly.io fogbugz.com followmyhealth.com forge.laravel.com formsite.com formspree.io formstack.com
fortnite.com fortrabbit.com fragdenstaat.de frame.io freeagent.com freee.co.jp freehostia.com freetaxusa.com
freewallet.org freshworks.com front.com frontapp.com frontify.com fvn.no gaijin.net galaxus.ch gamebanana.com
gamemaker.io gandi.net gate.io gatehub.net geforce.com getdropbox.com getflywheel.com getpocket.com getresponse.com
getscreen.me github.com gitlab.com glassdoor.com gleam.io gm.com gmail.com gmc.com gmx.at gmx.com gmx.net go.wepay.com
goabode.co.uk goabode.com gocardless.com godaddy.com godt.no gog.com googlemail.com gosquared.com gosuslugi.ru
goteleport.com goto.com gov.uk gradintel.com grammarly.com greengeeks.com greenhost.net groups.io growingio.com
guideline.com guilded.gg guildwars2.com gumlet.com gusto.com gwu.edu hackerone.com hackthebox.com hackthebox.eu
happyfox.com harvard.edu hatchinvest.nz hatena.ne.jp he.net headway.co heap.io heathrow.com heimdalsecurity.com
hello.vrchat.com hellosign.com hellostake.com helpscout.com heroku.com hetzner.com hevodata.com
hewlettpackardenterprise.com hexonet.net hey.com hide.me hidrive.com hint.com hitbtc.com home-assistant.io
home.sophos.com honeybadger.io hootsuite.com hostek.co.uk hostek.com hostens.com hostinger.com hostiso.com
hostmonster.com hostpoint.ch hostus.us hostwinds.ae hostwinds.cn hostwinds.co.uk hostwinds.com hostwinds.de
hostwinds.es hostwinds.fr hostwinds.in hostwinds.it hostwinds.kr hostwinds.ng hostwinds.nl hostwinds.pt hostwinds.ru
hotjar.com hotmail.com hover.com hp.com hpe.com hrblock.com huaweicloud.com hubspot.com huggingface.co humblebundle.com
huobi.com hushmail.com hva.nl hypixel.net hytale.com hytale.net icdsoft.com icedrive.net id.atlassian.com id.me
identity.webrootanywhere.com idrive.com ifttt.com ig.me immobilienscout24.de imperva.com improvmx.com inbox.lv
independentreserve.com independer.nl infomaniak.com inmotionhosting.com instagram.com instant-gaming.com
instructure.com intelli.zoolz.com intercom.com internetbs.net interserver.net intigriti.com intuit.com
investvoyager.com invictuscapital.com inwx.com ionos.com iozoom.com ironvest.com isc2.org islonline.com itch.io
iterable.com itglue.com itslearning.com ivpn.net jamfnow.com jetbrains.com jianguoyun.com jitbit.com join-lemmy.org
joinmastodon.org joker.com jotform.com jottacloud.com jovia.org joyent.com jumpcloud.com justhost.com justworks.com
kagi.com kajabi.com kanka.io kaspersky.com kayako.com keepersecurity.com keepsolid.com keycdn.com kick.com kickex.com
kickstarter.com kinsta.com kintone.com kit.edu klart.se klaviyo.com knack.com knowbe4.com knownhost.com ko-fi.com
koho.ca koofr.eu korbit.co.kr kraken.com kriptomat.io krystal.uk kuna.io larian.com lastpass.com latoken.com
latrobe.edu.au launchdarkly.com launchpad.net lcn.com leaseweb.com lenovo.com letsdeel.com letsdothis.com
letterboxd.com lexoffice.de lichess.org lihkg.com line6.com linkedin.com linktr.ee linode.com liquid.com liquidweb.com
litebit.eu lnk.bio lobste.rs localizejs.com loggly.com logi.com login.bce.baidu.com login.gov login.microsoftonline.com
login.nvgs.nvidia.com login.sophos.com logitech.com logme.in logmein.com logmeininc.com lokalise.com lonestar.edu
looker.com ltrbxd.com ltu.edu.au lu.ma lufthansa.com luma.com lunchmoney.app luno.com m1.com m365.cloud.microsoft
macstadium.com macu.com magnet.me maicoin.com mail.163.com mail.aol.com mail.com mail.de mail.google.com mail.sapo.pt
mailbox.org mailchi.mp mailchimp.com mailerlite.com mailfence.com mailgun.com mailjet.com mailo.com make.com
managebuilding.com mangadex.org mapbox.com mastodon.social mathworks.com matomo.org mattermost.com mbconnectline.com
mcgill.ca meet.google.com mega.io meine-barmenia.de meister.co meisterlabs.com meisternote.com meistertask.com
memsource.com meraki.cisco.com meraki.com mercadobitcoin.com.br mercadolibre.cl mercadolibre.co.cr mercadolibre.com
mercadolibre.com.ar mercadolibre.com.bo mercadolibre.com.co mercadolibre.com.do mercadolibre.com.ec mercadolibre.com.gt
mercadolibre.com.hn mercadolibre.com.mx mercadolibre.com.ni mercadolibre.com.pa mercadolibre.com.pe mercadolibre.com.py
mercadolibre.com.sv mercadolibre.com.uy mercadolibre.com.ve mercadolivre.com.br mercury.cash mercury.com messenger.com
meta.com metal.equinix.com metamask.io metorik.com mexc.com microsoft365.com microworkers.com migadu.com migros.ch
miles-and-more.com mimecast.com mindmeister.com minds.com minecraft.net minmote.no mint.intuit.com mintos.com miro.com
misshosting.bg misshosting.com misshosting.dk misshosting.fi misshosting.no misshosting.se missiveapp.com mist.com
modrinth.com mojang.com monarchmoney.com monash.edu monash.edu.my monday.com monex.co.jp moneybird.com moneybird.nl
mongodb.com moniker.com moqups.com morganstanley.com mos.ru mulesoft.com muni.cz mural.co mxtoolbox.com my.gov.au
my.ny.gov my.plesk.com my.sophos.com my.webrootanywhere.com myanimelist.net mychart.org myemma.com myfritz.net
myheritage.com myki.com.au mymyki.com.au myob.co.nz myob.com myob.com.au mypath.pa.gov myprimobox.com myprimobox.net
mytax.illinois.gov n-able.com n8n.cloud n8n.io naga.com nairaex.com name.com namebase.io namecheap.com namehero.com
names.co.uk namesilo.com nasafcu.com ncsu.edu nd.edu ndax.io neolo.com neopets.com nest.com nest.google.com netacad.com
netcorecloud.com netcup.de netcup.eu neteller.com netim.com netlify.com neto.com.au netohq.com netsuite.com newegg.com
newgrounds.com nexcess.net nexon.com nextdns.io nexusmods.com ngpvan.com ngrok.com niagahoster.co.id nic.ru
nicehash.com nicovideo.jp niftypm.com nimbusweb.me nitrotype.com noip.com nominet.uk nordaccount.com nordlayer.com
nordlocker.com nordpass.com nordstellar.com nordvpn.com northwesternmutual.com norton.com nostarch.com notejoy.com
notesnook.com notion.so novanode.win nozbe.com npmjs.com ns1.com nuget.org nulab.com nutmeg.com nvidia.com o2switch.fr
obsidian.md oculus.com odoo.com office.com office.microsoft.com office365.com oikotie.fi okta.com okx.com olg.ca
omg.lol omgserv.com omni.se one.com onedrive.live.com onehub.com onelogin.com onesignal.com onet.pl
oneview.malwarebytes.com onshape.com openai.com openapply.com opencollective.com opendns.com openprovider.com
openprovider.eu opensea.io opensrs.com optimizely.com oraclecloud.com orcid.org origin.com osf.io osu.edu osu.ppy.sh
otago.ac.nz outbrain.com outlook.com outlook.live.com ovh.com ox.ac.uk ozbargain.com.au pachca.com packagist.org
paddle.com pairdomains.com paladinsoftware.com pandasecurity.com panic.com panorama9.com papertrail.com parallels.com
paribu.com parimatch.com parsec.app parsecgaming.com particle.io passpack.com patient.labcorp.com patientaccess.com
patientsknowbest.com patreon.com paxful.com paxos.com pay.amazon.com pay.google.com paycor.com paykassa.pro
paypal-search.com paypal.com payworks.ca pccasegear.com pcloud.com penfed.org pent.no pepipost.com perimeter81.com
phemex.com philips-hue.com phrase.com pinata.cloud pingdom.com pirateship.com pivotaltracker.com piwik.pro pixieset.com
pixiv.net placeit.net plaid.com plan.io planethoster.com planetscale.com planfix.com planningcenter.com platform360.io
plausible.io play.eslgaming.com play.google.com playblackdesert.com playstation.com pleo.io plex.tv pluralsight.com
plurk.com plutus.it pm.me pobox.com pochta.ru pocketsmith.com podio.com podme.com poeditor.com polisystems.ch
poloniex.com porkbun.com posteo.de postman.com postmarkapp.com postype.com powerreviews.com practicebetter.io
preyproject.com principal.com privacy.com privateinternetaccess.com probit.com product.gree.net profitwell.com
prostocash.com protolabs.com proton.me protonmail.com protonvpn.com psnprofiles.com ptv.vic.gov.au
publishers.basicattentiontoken.org purse.io pusher.com pushover.net put.io puter.com putler.com pypi.org
pythonanywhere.com qantas.com qlik.com qnap.com questrade.com quickbooks.intuit.com quickfile.co.uk quidax.com
rackspace.com railway.app raindrop.io raisin.co.uk raisin.com raisin.es raisin.fr raisin.ie raisin.nl ramnode.com
ramp.com rapidapi.com rapidgator.net raspberrypi.com ravelin.com raycast.com raygun.com razer.com readme.com readme.io
realme.govt.nz realvnc.com rebel.com rebrandly.com recruitee.com reddit.com redhat.com redis.com redislabs.com
redshelf.com refersion.com register365.com registro.br rejoiner.com remitano.com remotedesktopmanager.com render.com
repairshopr.com replicon.com report-uri.com republic.co republic.com resend.com restorecord.com restream.io rev.com
revenuecat.com rewind.com rightcapital.com ring.com ripe.net ripio.com rippling.com river.com rivian.com rmit.edu.au
robertsspaceindustries.com roblox.com roboform.com rocketbeans.tv rocketleague.com rockstargames.com rollbar.com
rubygems.org rug.nl runbox.com runcloud.io runescape.com runpanther.io runsignup.com sailthru.com salesforce.com
samsung.com sanebox.com sans.org satoshitango.com scalefusion.com scalegrid.io scaleway.com scalr.com schibsted.com
schibsted.dk schibsted.fi schibsted.no schibsted.se schneider-electric.cn schneider-electric.com scriptinghelpers.org
scryfall.com sdfcu.org sdfcuib.org se.com seatgeek.com section.io securitytrails.com sefcu.com segment.com segment.io
selfwealth.com.au sellix.io semaphoreci.com sendcloud.com sendinblue.com sendowl.com sendsafely.com senko.digital
sentry.io serif.com server.nitrado.net server.pro serverpilot.io serverspace.io service.nsw.gov.au service.vic.gov.au
servus.ca settle.co settle.com seznam.cz sffirecu.org sfu.ca shadow.tech shareworks.com shift4shop.com shopify.com
short.io shortcut.com shrimpy.io shy.gg sidequestvr.com sign.plus signrequest.com simplelogin.io simpletax.ca
simplybook.me sipgate.de sisense.com siteground.com sketch.com sketchup.com skinport.com skype.com slack.com
smarkets.com smartly.io smartsimple.com smartsurvey.co.uk smartthings.com smspool.net smugmug.com snapchat.com
socalgas.com socketlabs.com sofi.com solarwinds.cloud solarwinds.com solium.com sonic.com sonix.ai
sonyentertainmentnetwork.com soundcloud.com sourceforge.net southxchange.com spacehey.com spaceship.com sparkpost.com
spectrocoin.com splashtop.com split.io spreedly.com spri.ng sproutsocial.com square-enix-games.com square-enix.com
square.com square.site squarespace.com squareup.com ssltrust.com.au stackfield.com stackpath.com stake.com.au
standardnotes.com startmail.com statuscake.com statuspage.io stessa.com stormgain.com strato-hosting.co.uk strato.de
strato.es strato.fr strato.nl stripe.com stubhub.com studentaid.gov studioninja.co subscribestar.com substack.com
sucuri.net summ.com sumologic.com supabase.com surfshark.com survicate.com svd.se swinburne.edu.au swyftx.com
swyftx.com.au sydney.edu.au sync.com synergywholesale.com synology.com system76.com t-mobile.com t-online.de
tableau.com taboola.com talend.com talkdesk.com tax.service.gov.uk taxact.com taxbit.com taxdome.com teams.live.com
teamviewer.com teamwork.com tebex.io technicpack.net teespring.com tek.no telekom.de tello.com telnyx.com telzio.com
termius.com tesla.com teslafi.com teslamotors.com test.de textlocal.com thefusebase.com theiconic.co.nz theiconic.com
theiconic.com.au therapynotes.com threads.com threads.net threatconnect.com threatlocker.com threatx.com thrivecart.com
ti.to tibia.com ticketsource.co.uk ticketsource.eu ticketsource.us tiktok.com tilaa.com time4vps.com timetastic.co.uk
timetastic.us ting.com tinkercad.com tinyurl.com to-do.live.com to-do.office.com todoist.com tokopedia.com toodledo.com
toontownrewritten.com torguard.net tori.fi torontomu.ca toshl.com towerfcu.org toya.net.pl tp-link.com tplinkcloud.com
trading212.com tradingview.com transferwise.com transifex.com transip.nl transport.vic.gov.au travala.com travelers.com
trello.com trendmicro.com tresorit.com trimble.com tronderbladet.no trovi.sk trovo.live troweprice.com tryhackme.com
tu-berlin.de tu-darmstadt.de tu.berlin tumblr.com tunnelbear.com turbotax.intuit.com tuta.com tutanota.com tv.nu
tweakers.net twilio.com twingate.com twitch.tv twitter.com ub.edu uber.com ubereats.com ubi.com ubisoft.com
ubisoftconnect.com ubnt.com ubt.com ucalgary.ca uclahealth.org ud.com udel.edu ui.com uk2.net ukfast.co.uk
ukraine.com.ua unbounce.com unfuddle.com uni-marburg.de unimelb.edu.au uniregistry.com united-domains.de
uniteddomains.com unity.com unity3d.com unleashedsoftware.com unstoppabledomains.com unsw.edu.au upcloud.com
updraftplus.com upenn.edu uphold.com ups.com uptimerobot.com upwork.com uq.edu.au usabilla.com uscis.gov usefathom.com
userway.org usmobile.com uspto.gov uwcu.org va.gov valr.com vancity.com vapor.laravel.com vaultcord.com veeam.com
veem.com vend.com vend.dk vend.fi vend.no vend.se ventraip.com.au veracode.com verpex.com versio.nl vg.no vgen.co
viabtc.com vicroads.vic.gov.au vimeo.com virustotal.com visualstudio.microsoft.com vivaldi.com vivaldi.net vivup.co.uk
vk.com vmware.com voip.ms vpsserver.com vse.cz vultr.com wargaming.net warnerbrosgames.com wasabi.com waveapps.com
wazirx.com wbgames.com wealthfront.com wealthify.com wealthsimple.com web.de webcentral.com.au webflow.com
webmail.pt.lu webroot.com weclapp.com wedos.com weebly.com wefunder.com wellfound.com weltsparen.at weltsparen.de
wetransfer.com whalefin.com whc.ca wheniwork.com whimsical.com whois.com wiggle.cn wiggle.co.nz wiggle.co.uk wiggle.com
wiggle.com.au wiggle.dk wiggle.es wiggle.fr wiggle.jp wiggle.nl wiggle.ru wiggle.se wigglesport.de wigglesport.it
wikipedia.org windscribe.com wirexapp.com wise.com withings.com wix.com wolf.bet woltlab.com woodforest.com
wordfence.com wordpress.com workato.com workflowy.com world4you.com wpengine.com wrike.com wykop.pl wyze.com x.com
xbox.com xero.com xing.com xink.io xplenty.com yahoo.com yammer.com yclas.com yeah.net ynab.com youhodler.com
youinvest.co.uk youneedabudget.com youtube.com yoyogames.com zapier.com zapsplat.com zendesk.com zeplin.io zerodha.com
zerotier.com zimbra.com zoho.com zondaglobal.com zoom.us
`;
