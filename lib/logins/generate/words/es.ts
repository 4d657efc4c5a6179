// Spanish words of passphrases; what every list promises is said in word-lists.ts.

export const spanishWords = `
abajo abanico abarcar abedul abeja abeto abierto ablandar abono abordar abrazo abrigo absoluto abuela abundar acabar
academia acampar acceso aceite acelga acento aceptar acera acierto aclarar acoger acolchado acomodar acordar acostar
activo actor actual acuario acuerdo adaptar adelante adentro adepto adivinar adjunto admirar adobo adonde adoptar
adorno adquirir aduana adulto advertir afable afectar afilar afinar afirmar afluente afuera agarrar agencia agitar
agosto agrandar agregar agua aguja ahora aire aislar ajedrez ajeno ajuste alabanza alacena alambre alba albergue
albornoz albufera alcalde alcoba aldea alegre alejar alerta aleta alfabeto alfiler alfombra alga aliado aliento
alimento aliviar allanar alma almendra almohada alondra alpaca alpino altavoz alto altura alubia alumno alzar amable
amanecer amapola amarillo amatista ambiente ameno amigo amistad amplio amuleto analizar ancho ancla andar anfibio
anguila anillo animal anoche anotar ansia antena antiguo antojo anual anunciar anzuelo apagar apartar apetito apio
aplauso aplicar apodo apoyo apretar aprobar apuesta apuntar aquel arado arbusto arcilla arco ardilla arena argolla
armario aroma arpa arqueta arrancar arreglo arriba arroyo arte artista arveja asado ascensor asegurar aseo asfalto
asiento asignar asilo asistir asno asombro aspecto aspirar astilla astro astuto asunto atajo atar atento aterrizar
atlas atleta atracar atril audaz aula aumento aunque auroral autor avance avellana avena avestruz aviso ayer ayuda
ayuntar azada azafata azahar azar azotea azufre azul bachiller bailar bajar balanza balde ballena balneario balsa
bambalina banco banda banquete baranda barba barca barniz barril base basta batido batuta bazar beber bebida bellota
bemol bendecir beneficio berenjena berro besar bicicleta bien bigote billete bisagra bisonte bizcocho blanco bloque
blusa bobina boca boceto bocina boda bodega boina bola bolero bombero bondad bonito borde borrador bosque bota bote
boya bozal brasa bravo brazo brecha breve brezo brillo brincar brisa brocha broma bronce brotar bruma buceo bucle
bueno buey bufanda bulbo bulto burbuja buscar butaca buzo caballo cabello cable cacao cacerola cachorro cadena caja
calamar caldera calidad calle calma calor calzado cama cambio camello camino campana canal cancha candado canela
cangrejo canica canoa canto capa capricho captar cara carcajada cardo carga caricia carne carpeta carrera carta casa
cascada caseta casi castor catedral catorce causa cautela cavar caviar cazuela cebada cebolla cebra cedro ceja celda
celeste cemento cena cenefa centro cepillo cera cerca cereal cerilla cero certeza cesta chaleco chapa charco chico
chimenea chirimoya chispa choclo chopo choza chuleta churro ciclo cielo ciencia cierre cifra cigarra cima cinco cine
cinta circo ciruela cisne cita ciudad claro clase clavel cliente clima club cobalto cobre coche cocina coco codo cofre
cohete colcha colegio colina collar colmena color columna comarca combinar comedor comida compartir conducir confianza
congreso conjunto conocer consejo contar convento copa copiar corbata corcho cordero corona correo cortar cosecha
cosmos costa cotorra coyote crear crecer creer crema cresta crin cristal cromo croqueta cruce crujir cuadro cual
cuando cuarto cuatro cubierto cubo cuchara cuello cuenta cuerda cueva cuidar cultivo cumbre cuna curioso curso curva
dado dama danza dardo dato deber decena decidir decorar dedal dedicar dedo definir dejar delantal deleite delgado
delicia delta demora denso dentro deporte depurar derecho derivar desayuno descanso desde deseo desfile desierto
despacio destino detalle detener devolver diamante diario dibujo dichoso diez difundir digital digno diluir dinamo
dinero diploma director disco disfraz distinto diverso doblar doce doctor domingo donar donde dorado dormir dorsal
dosis dotar drama ducha duda duende dulce duna duque durante duro ebanista eclipse ecuador edad edificio editar educar
efecto eficaz ejemplo ejercicio elaborar elefante elegir elemento elevar eliminar elogio embajada embudo emigrar
emitir empate empezar empleo empresa encaje encina encontrar encuesta enero enfoque engranaje enigma enlace enorme
ensayo entero entonces entrada enviar envoltura equipo erizo ermita errante esbelto escalera escena escoba escribir
escudo esencia esfera esfuerzo esgrima esmalte esmeralda espacio espejo espiga esponja espuma esquina estable estepa
estilo estrella estudio etapa eterno etiqueta evaluar evento evitar exacto examen excavar exento exhibir exigir
existir experto explicar exponer expreso externo extra facial factor faena faja falda falso familia famoso faro
fascinar fase favor febrero fecha feliz feria festejo fiable fianza fibra ficha fideo fiel fiesta figura fijar fila
filete filial filtro final finca fino firma flamenco flan flauta flecha flexible flojo flor flota fluir fluvial foca
foco fogata folio follaje fondo fontana forjar forma forro fortuna foto fragata frase frazada frenar fresa frijol
frito frondoso frotar fruta fuego fuente fuera fuga fulgor funda furtivo fusible futuro gabinete gacela gaita gajo
gala galgo gallina galope gamba gamo gamuza ganar gancho ganso garaje garbanzo garganta garra garza gasolina gasto
gatear gato gaviota gelatina gema generoso genio gente geranio germen gesto gigante gimnasio girar globo gloria
glucosa golfo goloso goma gorila gorra gota gotera gozar grabar gracia grada gramo granada grato gravedad grifo grillo
gris grito grosor grueso grulla grupo gruta guante guapo guarda guayaba guinda guirnalda guisante guitarra gusto haber
habitar hablar hacer hacha hacienda hada hallar hamaca harina harpa hasta haya hebilla hebra hecho helado hembra heno
heraldo herencia hermano herradura hervir hiedra hielo hierba higiene higo hijo hilera hilo himno hinojo historia
hocico hogar hoguera hoja hola holgado hombre hondo honesto honor honrado hora horizonte hormiga horno horquilla
hortensia hospedar hotel hoyo hucha hueco huella huerta humano humilde humo icono idea idioma igual ilustrar imagen
imitar impacto importe impreso impulso inaugurar incluir inducir infancia infinito informe ingenio inicio inmenso
inscribir insecto insigne instante intenso inundar invento invitar iris isla islote izar izquierda jacinto jade jaguar
jaleo jarabe jarra jaspe jaula jefe jengibre jerga jeringa jilguero jinete jirafa joven joya juego jueves jugar jugo
juguete julio junco junio junto jurado justo juventud kilo kiosco labio labor labrador lacio ladera lado ladrillo
lagarto lago laguna lana lancha langosta lanzar largo lata lateral latido laurel lavar lazo leal lechuga lector leer
legado legumbre lejano lema lengua lente leopardo letra levadura leve leyenda libre licencia liebre lienzo liga ligero
lima limpio lince lindo lino linterna lirio liso lista litera litoral litro llama llano llave llegar llenar llevar
lluvia lobo local lodo logro loma lombarda lona longitud lonja loro losa lote loto lucero lucir luego lugar lujo
luminoso luna lunes lustro maceta machete macizo madera madre maduro maestro magia magnolia majestad maleta malla
malva mamut manada mancha mandarina manejo manga manjar mano manso manta manual manzana mapa maravilla marca marea
marfil margarita marido martes marzo masa mate matiz matorral mayo mazorca mecer medalla media medusa mejilla mejor
melena memoria menaje menos menta mercado merengue merienda merluza mesa meseta meta meteoro metro mezcla miel miembro
miga mijo milagro mimbre mimo mina mineral minuto miope mirador mirlo mirto mismo mitad mito mixto mochila moda modelo
mojar molde molino momento moneda montar mora morsa mosaico mosca mostaza motivo motor mover mucho mudanza mueble
muelle muestra mujer muleta mundo municipio muralla murmullo museo musgo mutuo nacer nadar nadie naipe naranja narciso
nariz narrar nata natural nave navidad neblina negocio nervio neto neutro nevar nevera nexo nicho nido niebla nieto
nieve ninguno nivel noche nogal nombre norma norte nosotros nota noticia novato novela noviembre nube nublado nudillo
nudo nuera nueve nuez nunca nutria oasis obedecer obelisco objeto oblicuo obrero obsequio obtener obvio ochenta ocho
ocio ocre octavo octubre ocupar oeste oferta oficio ofrecer ojal oleaje oler olfato oliva olmo olor olvido ombligo
once onda ondular onza opaco opinar optar opuesto orador oral orca orden oreja orfebre orgullo oriente origen orilla
ornato orquesta ortiga oruga osar oscuro ostra otro oval oveja oyente ozono paciente pacto padre paella pagar paisaje
pala paleta palma paloma pampa panal panda panel pantalla papaya papel paquete parada parcela pardo pared parque parra
parte pasaje paseo pasillo pasta pata patio pato pausa pauta pavo payaso peaje pecera pedir pegar peine pelaje pelo
peluca pensar pepino pera percha perdiz perejil perfil perla permiso pero persona pesar pesca petirrojo piano piedra
piel pierna pieza pijama pila piloto pimienta pinar pincel pino pintor pipa piragua pisar piscina piso pista pitido
pizarra pizca placa plan plata playa plaza plegar pleno plomo pluma plural poco poder podio poema poeta polar polea
polo pomada pomelo pomo pompa poncho poner popular porche poroso portal posada poseer postal potro pozo prado precio
pregunta premio prensa preparar presa previo primo princesa prisa privado proa probar proceso prodigio profesor
programa promesa pronto propio proteger proveer prudente prueba puchero pudor pueblo puente puerta puesto pulir pulpo
pulsera puma punto pupila puro quedar queja querer queso quien quince quiosco quitar racimo radar radio rama rambla
ramo rampa rana rancho rango raqueta rasgo raya rayo raza real rebote receta recibo recoger recreo recta recuerdo
redondo reducir reflejo reforma refugio regalo regla reina reir reja relato relevo reliquia relleno reloj remar
remedio remo rendir reno renta repaso repetir repisa reptil reserva resina respeto resto retablo reto retrato reunir
revista ribera rico riego rienda rima risa ritmo rito rizo roble robusto roca rodar rodilla roer rojo rollo romance
romero romper ronda ropa rosa roseta rosquilla rostro rotar rotonda rozar rubio rueda ruego rugido rumbo rumor rural
ruta rutina sabana saber sabio sabor sacar saco sagaz sala salero salida salsa saltar salud salvia sandalia sano santo
saque sardina sastre sauce savia secar seco secreto sector seda sede segar seguir seis selecto sello selva semana
semilla sencillo senda seno sensato sentir separar sereno serie servir setenta severo siempre sien siesta siglo signo
siguiente silbar silencio silla silueta simple singular sino sintaxis sirena sismo sitio sobre social soda soledad
soltar sombra sonar sonido sonrisa sopa soplar soporte sorpresa sorteo sosiego suave subir sublime suceso suela suerte
sufijo sujeto suma superar suponer surco sureste surgir surtido suspiro sustancia sutil tabla taburete tacto taladro
talento talla tambor tampoco tanque tanto tapa tapete tapia tarde tarea tarjeta tarro tarta taxi taza teatro techo
tecla tejado tejer tela tema temblar templo tenaz tender tenedor tenis tenor tercero termal ternura terraza tesoro
testigo tetera texto tiara tibio tiempo tierra tieso tigre tijera tilo timbre tinta tipo tiza toalla tobillo tocar
todo toldo tomar tomillo tono tope tormenta torneo torre tortuga tostada total trabajo tractor traer trago traje tramo
trapecio trasto tratar trayecto trece tren trepar tres tribu trigo trineo triple triunfo trofeo trompa tronco tropa
trote trozo trucha trueno tubo tuerca turismo turno turquesa tutor ubicar umbral unidad unir universo untar urbano
urgente urna urraca usar usted usual vacuna vagar vainilla vajilla vale valiente valle valor vapor vaquero vara variar
vasija vaso vasto vecino vega veinte vela velero veloz vencer venda venir ventana verano verbo verde vereda vergel
verso verter vestido veto viaje vibrar vida vidrio viejo viento viernes viga vigor villa vinagre viola virtud visado
visita vista vital vitrina viva vivero vivir vocal volante volumen volver votar vuelo yate yedra yegua yema yerno yeso
yunque zafiro zambullir zanahoria zancada zapato zarpar zarza zinc zona zueco zumbido zumo zurdo`;
